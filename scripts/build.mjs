// Builds dist/: compiled rules, JSON Schemas, the program, the library, and the licences of what they bundle.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, importSource, root } from './build/bundle.mjs';
import { writeExplore } from './build/explore.mjs';
import { LIBRARIES, librariesApart, MODULE_FORMS, withoutUnused } from './build/libraries.mjs';
import { licencesOf } from './build/licences.mjs';
import { outputName, separateDynamicImports } from './build/program.mjs';
import { writeRules } from './build/rules.mjs';

// Everything is written to a temporary folder first: dist/ is never half built.
const dist = join(root, `dist.${process.pid}`);
mkdirSync(dist, { recursive: true });
try {
  await compileRules();
  await writeSchemas();
  const packages = [
    ...(await bundleLibraries()),
    ...(await bundleProgram()),
    ...(await bundleModule()),
    ...(await writeExplore(dist)),
  ];
  writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licencesOf(packages));
  moveIntoPlace();
} finally {
  rmSync(dist, { recursive: true, force: true });
}

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
    writeFileSync(join(dist, 'schema/v1', name), `${JSON.stringify(schema)}\n`);
}

/** One file for each library: a run reads only those that it needs. */
async function bundleLibraries() {
  const bundles = Object.entries(LIBRARIES).map(([file, names]) => {
    const contents = names.map((name) => `export * from '${name}';`).join('\n');
    return bundle({
      format: 'cjs',
      plugins: [withoutUnused, librariesApart({ among: /^zod(\/|$)/, own: file })],
      minifyIdentifiers: true,
      alias: MODULE_FORMS,
      stdin: { contents, resolveDir: root },
      outfile: join(dist, file),
    });
  });
  return (await Promise.all(bundles)).flat();
}

/**
 * The program: a file of CommonJS for main.ts, and one for each module that some `import()` names, with all that it
 * needs. A run reads two or three files and little code that it does not run. Shared chunks (`splitting`) take as long
 * as one file of everything: 1.6 instead of 1.3 times an empty file, on Node 20.
 */
async function bundleProgram() {
  const packages = [];
  const entries = new Set(['src/cli/main.ts']);
  for (const entry of entries) {
    const { plugin, imported } = separateDynamicImports();
    packages.push(
      ...(await bundle({
        entryPoints: [entry],
        outfile: join(dist, outputName(entry)),
        format: 'cjs',
        plugins: [withoutUnused, plugin],
        alias: MODULE_FORMS,
        supported: { 'dynamic-import': false },
      })),
    );
    for (const path of imported) entries.add(path);
  }
  return packages;
}

/** `import … from 'wirewise'` and from `wirewise/core`, whose files must not import modules of Node; and `require` of both. */
async function bundleModule() {
  const shared = {
    entryPoints: { index: 'src/index.ts', core: 'src/core.ts' },
    outdir: dist,
    external: ['#rules'],
    plugins: [withoutUnused, librariesApart()],
  };
  const required = await bundle({
    ...shared,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    supported: { 'dynamic-import': false },
  });
  const imported = await bundle({ ...shared, format: 'esm', splitting: true, chunkNames: 'index-[hash]' });
  return [...required, ...imported];
}

function moveIntoPlace() {
  const old = join(root, `dist.${process.pid}.old`);
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
  renameSync(dist, join(root, 'dist'));
  rmSync(old, { recursive: true, force: true });
}
