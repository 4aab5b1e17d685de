import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './bundle.mjs';

/** The licence texts of npm packages, one after the other. */
export function licencesOf(packages) {
  const parts = [...new Set(packages)].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(basename(entry)));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : standardText(license, author);
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return parts.join(`\n${'-'.repeat(72)}\n\n`);
}

/** For a package that names its licence and ships no file with its text. */
function standardText(license, author) {
  if (license !== 'MIT') throw new Error(`Expected a licence file beside "${license}".`);
  const mit = readFileSync(join(root, 'LICENSE'), 'utf8').replace(/^Copyright.*$/m, `Copyright (c) ${author}`);
  return mit.trim();
}
