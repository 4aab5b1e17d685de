import { join } from 'node:path';
import { root } from './bundle.mjs';

/** npm packages that are large and that few commands need: each file of dist/ with what it exports. */
export const LIBRARIES = {
  // Together, because they share a state.
  'lib-inquirer.cjs': ['inquirer', '@inquirer/core'],
  'lib-yaml.cjs': ['yaml'],
  'lib-zod.cjs': ['zod'],
  // These open connections: nothing but the lab may load a file of this name.
  'lab-aedes.cjs': ['aedes'],
  'lab-mqtt.cjs': ['mqtt'],
  'lab-werift.cjs': ['werift'],
  'lab-ws.cjs': ['ws'],
};

/**
 * Packages whose form for Node is CommonJS: the file of a library has to list the names that it exports, so that modules
 * can import them.
 */
export const MODULE_FORMS = { yaml: join(root, 'node_modules/yaml/browser/index.js') };

const FILES = Object.fromEntries(
  Object.entries(LIBRARIES).flatMap(([file, names]) => names.map((name) => [name, file])),
);

/** The file of dist/ that holds a package, as an esbuild plugin returns it; `undefined` for one that has no such file. */
export function libraryFile(name) {
  return FILES[name] && { path: `./${FILES[name]}`, external: true };
}

/** Leaves the libraries to their files: the program and `import … from 'wirewise'` share them. */
export const librariesApart = {
  name: 'libraries-apart',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path }) => libraryFile(path));
  },
};

const unused = ({ path }) => ({ path, namespace: 'unused' });

/**
 * Leaves out what the program never runs: the texts of zod in forty languages (English is not among these), the prompt
 * of inquirer that opens an editor, with half a megabyte of tables of character sets, and what commander loads for
 * subcommands that are programs of their own, which takes a while.
 */
export const withoutUnused = {
  name: 'without-unused',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@inquirer\/editor$|^\.\.\/locales\/index\.js$/ }, unused);
    onResolve({ filter: /^node:child_process$/ }, (imported) =>
      imported.importer.includes('commander') ? unused(imported) : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default undefined;' }));
  },
};
