// Builds dist/: the rules, compiled and checked; the program, bundled; the library; the licences of what they bundle.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { bundle, importSource, root } from './build/bundle.mjs';
import { licencesOf } from './build/licences.mjs';
import { writeRules } from './build/rules.mjs';

/** Libraries that many commands need and that are large: one file each, instead of a copy in every command. */
const SHARED = ['yaml', 'zod'];

// Everything is written to a temporary folder first: dist/ is never half built.
const dist = join(root, `dist.${process.pid}`);
mkdirSync(dist, { recursive: true });
await compileRules();
await writeSchemas();
const packages = [...(await bundleProgram()), ...(await bundleLibrary())];
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licencesOf(packages));
moveIntoPlace();

/** Reads rules/ with the program's own loader, so that a broken rule breaks the build. */
async function compileRules() {
  const { compileRuleFolder } = await importSource('src/rules/build/compile-folder.ts', dist);
  const compiled = compileRuleFolder(join(root, 'rules'));
  if (compiled.problems.length > 0) {
    rmSync(dist, { recursive: true });
    console.error(compiled.problems.join('\n'));
    process.exit(1);
  }
  writeRules(compiled, dist);
}

/** Writes the JSON Schemas that `wirewise schema` prints, for editors and for programs that have the package. */
async function writeSchemas() {
  const { allSchemas } = await importSource('src/documents/schemas.ts', dist);
  const { rules } = await import(join(dist, 'rules.cjs'));
  mkdirSync(join(dist, 'schema/v1'), { recursive: true });
  for (const [name, schema] of Object.entries(allSchemas(rules)))
    writeFileSync(join(dist, 'schema/v1', name), `${JSON.stringify(schema, null, 2)}\n`);
}

function moveIntoPlace() {
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(dist, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
}

/**
 * The program, as CommonJS, because Node starts that faster than modules. Every `import()` in the source becomes a file
 * of its own with all that it needs: a run reads two or three files, and no more code than its command wants.
 */
async function bundleProgram() {
  const waiting = [resolve(root, 'src/cli/main.ts')];
  const built = new Set();
  const packages = [];
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
    packages.push(...(await bundle({ stdin, outfile: join(dist, `lib-${name}.cjs`), format: 'cjs' })));
  }
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (built.has(entry)) continue;
    built.add(entry);
    const options = { plugins: [splitAtDynamicImports], format: 'cjs', supported: { 'dynamic-import': false } };
    packages.push(...(await bundle({ ...options, entryPoints: [entry], outfile: join(dist, outputName(entry)) })));
  }
  return packages;
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
  return bundle({
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
