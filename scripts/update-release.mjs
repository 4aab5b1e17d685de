// Writes the repository and the version of package.json into every file that repeats them. `--check` only says which are
// stale. `--tag vX.Y.Z` checks, too, that a release of that name can be published; `--notes` prints what CHANGELOG.md
// says of the version. A folder as the last word: another checkout.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' }, notes: { type: 'boolean' }, tag: { type: 'string' } },
  allowPositionals: true,
});
const [root = join(dirname(fileURLToPath(import.meta.url)), '..')] = positionals;
const read = (path) => readFileSync(join(root, path), 'utf8');

/** Whose name nobody has filled in yet. */
const PLACEHOLDER = 'OWNER';

const { version, repository } = JSON.parse(read('package.json'));
const [, owner, name] = /github\.com\/([\w.-]+)\/([\w.-]+?)(?:\.git)?$/.exec(repository.url) ?? [];
if (owner === undefined) throw new Error(`package.json: expected an address on github.com in repository.url.`);
const web = `https://github.com/${owner}/${name}`;

/** Addresses of this repository. Where this stands no other repository is named. */
const OWN_ADDRESS = [/https:\/\/github\.com\/[\w.-]+\/[\w-]+/g, web];

/** Path to replacements. */
const PLACES = {
  'package.json': [
    [/("homepage": )"[^"]*"/, `$1"${web}#readme"`],
    [/("bugs": )"[^"]*"/, `$1"${web}/issues"`],
  ],
  'src/core/version.ts': [[/(VERSION = )'[^']*'/, `$1'${version}'`], OWN_ADDRESS],
  'README.md': [
    [/(uses: )(?!actions\/|github\/)[\w.-]+\/[\w.-]+@\S+/g, `$1${owner}/${name}@v${version}`],
    [/(repo: )https:\/\/github\.com\/\S+/g, `$1${web}`],
    [/(rev: )v\S+/g, `$1v${version}`],
    [/wirewise-\d+\.\d+\.\d+\S*?\.tgz/g, `wirewise-${version}.tgz`],
  ],
  'CHANGELOG.md': [OWN_ADDRESS],
  'SECURITY.md': [OWN_ADDRESS],
  '.github/ISSUE_TEMPLATE/config.yml': [OWN_ADDRESS],
};

const stale = Object.entries(PLACES).flatMap(([path, replacements]) => {
  const text = read(path);
  const fresh = replacements.reduce((page, [pattern, by]) => page.replace(pattern, by), text);
  return fresh === text ? [] : [{ path, fresh }];
});

if (values.notes) process.stdout.write(notesOf(version));
else if (values.check || values.tag !== undefined) report([...staleProblems(), ...tagProblems(values.tag)]);
else for (const { path, fresh } of stale) writeFileSync(join(root, path), fresh);

function staleProblems() {
  return stale.map(({ path }) => `${path} is stale: run node scripts/update-release.mjs`);
}

function tagProblems(tag) {
  if (tag === undefined) return [];
  return [
    ...(owner === PLACEHOLDER ? [`package.json: repository still names ${PLACEHOLDER}: put your account there.`] : []),
    ...(tag === `v${version}` ? [] : [`The tag is ${tag}, the version in package.json ${version}.`]),
    ...(notesOf(version).trim() === '' ? [`CHANGELOG.md has no section "## ${version}".`] : []),
  ];
}

/** The section of a version, without its heading; empty where there is none. */
function notesOf(wanted) {
  const sections = read('CHANGELOG.md').split(/^## /m);
  const section = sections.find((text) => text.split(/[\s]/, 1)[0] === wanted) ?? '';
  return section.replace(/^.*\n+/, '');
}

function report(problems) {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
