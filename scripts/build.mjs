// Builds dist/: the rules, compiled and checked; the program, bundled; the library; the licences of what they bundle.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Libraries that many commands need and that are large: one file each, instead of a copy in every command. */
const SHARED = ['yaml', 'zod'];

/** Files in other languages, which the source imports as strings; vitest.config.ts does the same. */
const TEXT_FILES = { '.css': 'text', '.md': 'text', '.bash': 'text', '.zsh': 'text', '.fish': 'text' };

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// Built beside its place and moved there whole, so that nobody ever meets half of it.
const dist = join(root, `dist.${process.pid}`);
const bundled = new Set();

mkdirSync(dist, { recursive: true });
await compileRules();
await writeSchemas();
await bundleProgram();
await bundleLibrary();
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licences());
moveIntoPlace();

function moveIntoPlace() {
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(dist, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
}

/** Loads the YAML with the program's own loader, so that a broken rule breaks the build. */
async function compileRules() {
  const compiler = join(dist, 'compiler.cjs');
  await esbuild({ entryPoints: ['src/rules/build/compile-folder.ts'], outfile: compiler, format: 'cjs' });
  const { compileRuleFolder } = await import(compiler);
  rmSync(compiler);
  const { rules, starters, projects, proxies, scenarios, problems } = compileRuleFolder(join(root, 'rules'));
  if (problems.length > 0) {
    rmSync(dist, { recursive: true });
    console.error(problems.join('\n'));
    process.exit(1);
  }
  writeData(rules, starters, { projects, proxies, scenarios: scenarios.map(withoutFolder) });
}

/** The folder of this machine is nobody's business: rules/scenarios/…. */
function withoutFolder({ place, ...scenario }) {
  return { ...scenario, place: { ...place, file: relative(root, place.file).replaceAll('\\', '/') } };
}

/** `#rules`: what decides is read at once, all else when it is first looked at. Bundlers follow a plain `require`. */
function writeData(rules, starters, others) {
  const fields = writeRules(rules);
  const starterGetters = writeStarters(starters);
  const otherGetters = Object.entries(others).map(([name, data]) => {
    writeJson(name, data);
    return `Object.defineProperty(exports, '${name}', { enumerable: true, get: function () { return require('./${name}.json'); } });`;
  });
  writeFileSync(
    join(dist, 'rules.cjs'),
    `const { rules, grades } = require('./rules.json');
for (const [kind, fields] of ${JSON.stringify(fields)}) {
  rules[kind].forEach((entry, at) => {
    for (const field of fields) {
      Object.defineProperty(entry, field, { enumerable: true, get: () => require('./rule-texts.json')[kind][at][field] });
    }
  });
}
exports.rules = rules;
exports.grades = grades;
exports.starters = {
  ${starterGetters.join(',\n  ')}
};
${otherGetters.join('\n')}
`,
  );
}

/**
 * What decides in one file, and in another what only explains.
 *
 * @returns of each kind of entry the fields that are in the other
 */
function writeRules(rules) {
  const explaining = {
    criteria: ['asks'],
    protocols: ['cells', 'asyncapi', 'summary', 'pickWhen', 'avoidWhen'],
    questions: ['help'],
    mistakes: ['trigger', 'guard'],
  };
  const deciding = { ...rules };
  const texts = {};
  for (const [kind, fields] of Object.entries(explaining)) {
    const isText = ([field]) => fields.includes(field);
    deciding[kind] = rules[kind].map((entry) => Object.fromEntries(Object.entries(entry).filter((e) => !isText(e))));
    texts[kind] = rules[kind].map((entry) => Object.fromEntries(Object.entries(entry).filter(isText)));
  }
  const grades = rules.protocols.flatMap(({ cells }) => rules.criteria.map(({ id }) => cells[id].grade));
  writeJson('rules', { rules: deciding, grades });
  writeJson('rule-texts', texts);
  return Object.entries(explaining);
}

/** One file a starter: a run needs one. */
function writeStarters(starters) {
  return Object.entries(starters).map(([protocol, byLanguage]) => {
    mkdirSync(join(dist, 'starters', protocol), { recursive: true });
    const getters = Object.entries(byLanguage).map(([language, roles]) => {
      const name = `starters/${protocol}/${language}`;
      writeJson(name, roles);
      return `get ${JSON.stringify(language)}() { return require('./${name}.json'); }`;
    });
    return `${JSON.stringify(protocol)}: { ${getters.join(', ')} }`;
  });
}

function writeJson(name, data) {
  writeFileSync(join(dist, `${name}.json`), JSON.stringify(data));
}

/** The JSON Schemas, as `wirewise schema` prints them, for editors and for programs that have the package. */
async function writeSchemas() {
  const compiler = join(dist, 'schemas.cjs');
  await esbuild({ entryPoints: ['src/documents/schemas.ts'], outfile: compiler, format: 'cjs' });
  const { allSchemas } = await import(compiler);
  rmSync(compiler);
  mkdirSync(join(dist, 'schema/v1'), { recursive: true });
  const { rules } = await import(join(dist, 'rules.cjs'));
  for (const [name, schema] of Object.entries(allSchemas(rules)))
    writeFileSync(join(dist, 'schema/v1', name), `${JSON.stringify(schema, null, 2)}\n`);
}

/**
 * The program, as CommonJS, because Node starts that faster than modules. Every `import()` in the source becomes a file
 * of its own with all that it needs: a run reads two or three files, and no more code than its command wants.
 */
async function bundleProgram() {
  const waiting = [resolve(root, 'src/cli/main.ts')];
  const built = new Set();
  const splitAtDynamicImports = {
    name: 'split-at-dynamic-imports',
    setup({ onLoad, onResolve }) {
      // Modules share one scope; wrapped as CommonJS, Node reads each of its functions twice before the first runs.
      onResolve({ filter: /^commander$/ }, () => ({ path: join(root, 'node_modules/commander/index.js') }));
      onLoad({ filter: /node_modules.commander.*\.js$/ }, ({ path }) => ({ contents: asModule(path) }));
      // Their module form asks where it lies, which means nothing in a bundle of CommonJS.
      onResolve({ filter: /^(fdir|tinyglobby)$/ }, ({ path }) => ({
        path: createRequire(import.meta.url).resolve(path),
      }));
      onResolve({ filter: new RegExp(`^(${SHARED.join('|')})$`) }, ({ path }) => ({
        path: `./lib-${path}.cjs`,
        external: true,
      }));
      onResolve({ filter: /^[.#]/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        if (path.startsWith('#')) return { path: `./${path.slice(1)}.cjs`, external: true };
        const target = resolve(resolveDir, path);
        waiting.push(target);
        return { path: `./${outputName(target)}`, external: true };
      });
    },
  };
  for (const name of SHARED) {
    const stdin = { contents: `export * from '${name}';`, resolveDir: root };
    await esbuild({ stdin, outfile: join(dist, `lib-${name}.cjs`), format: 'cjs' });
  }
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (built.has(entry)) continue;
    built.add(entry);
    await esbuild({
      entryPoints: [entry],
      outfile: join(dist, outputName(entry)),
      format: 'cjs',
      plugins: [splitAtDynamicImports],
      supported: { 'dynamic-import': false },
    });
  }
}

/**
 * A CommonJS file of commander, that requires and exports at its top only, as a module. What it loads for subcommands
 * that are programs of their own is left out: we declare none, and it takes a while.
 */
function asModule(path) {
  const source = readFileSync(path, 'utf8')
    .replace(/^const process = require\('node:process'\);/gm, '')
    .replace(/^const (\w+) = require\('node:(child_process|fs|path)'\);/gm, 'const $1 = {};')
    .replace(/^const (\w+) = require\('(node:\w+)'\)\.(\w+);/gm, "import { $3 as $1 } from '$2';")
    .replace(/^const (\{[^}]+\}) = require\('([^']+)'\);/gm, "import $1 from '$2';")
    .replace(/^exports\.(\w+) = \1;/gm, 'export { $1 };')
    .replace(/^exports\.(\w+) = /gm, 'export const $1 = ');
  if (/\brequire\(|\bexports\./.test(source))
    throw new Error(`Expected only requires and exports at the top of ${path}.`);
  return source;
}

/** src/cli/commands/explain.ts → cli-commands-explain.cjs; the entry itself is main.cjs. */
function outputName(source) {
  const name = source
    .slice(join(root, 'src').length + 1)
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');
  return name === 'cli-main' ? 'main.cjs' : `${name}.cjs`;
}

function bundleLibrary() {
  return esbuild({
    entryPoints: { index: 'src/index.ts' },
    outdir: dist,
    format: 'esm',
    splitting: true,
    chunkNames: 'index-[hash]',
    external: ['#rules'],
    // A bundled CommonJS package calls `require` for modules of Node.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}

async function esbuild(options) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    loader: TEXT_FILES,
    metafile: true,
    logLevel: 'error',
    ...options,
  });
  for (const path of Object.keys(metafile.inputs)) {
    const name = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
    if (name) bundled.add(name);
  }
}

function licences() {
  const parts = [...bundled].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(basename(entry)));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : named(license, author);
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return parts.join(`\n${'-'.repeat(72)}\n\n`);
}

/** For a package that names its licence and ships no file with its text. */
function named(license, author) {
  if (license !== 'MIT') throw new Error(`Expected a licence file beside "${license}".`);
  const mit = readFileSync(join(root, 'LICENSE'), 'utf8').replace(/^Copyright.*$/m, `Copyright (c) ${author}`);
  return mit.trim();
}
