import { join } from 'node:path';
import { root } from './bundle.mjs';

/** npm packages that are large and that few commands need: each file of dist/ with what it exports. */
export const LIBRARIES = {
  // Together, because they share a state.
  'lib-inquirer.cjs': ['inquirer', '@inquirer/core'],
  'lib-yaml.cjs': ['yaml'],
  'lib-zod.cjs': ['zod'],
  'lib-mcp.cjs': ['@modelcontextprotocol/sdk/server/index.js', '@modelcontextprotocol/sdk/types.js'],
  // These open connections: nothing but the lab may load a file of this name.
  'lab-aedes.cjs': ['aedes'],
  'lab-mqtt.cjs': ['mqtt'],
  'lab-werift.cjs': ['werift'],
  'lab-ws.cjs': ['ws'],
};

/** Other names of the same library: zod has one implementation, which the SDK of MCP imports by its versions. */
const ALIASES = { 'zod/v4': 'zod', 'zod/v4-mini': 'zod' };
/**
 * Packages whose form for Node is CommonJS: the file of a library has to list the names that it exports, so that modules
 * can import them.
 */
export const MODULE_FORMS = {
  yaml: join(root, 'node_modules/yaml/browser/index.js'),
  // Its CommonJS calls a `require` that bundlers do not see.
  'jsonc-parser': join(root, 'node_modules/jsonc-parser/lib/esm/main.js'),
};

const FILES = Object.fromEntries(
  Object.entries(LIBRARIES).flatMap(([file, names]) => names.map((name) => [name, file])),
);

/** The file of dist/ that holds a package, as an esbuild plugin returns it; `undefined` for one that has no such file. */
export function libraryFile(name) {
  const file = FILES[ALIASES[name] ?? name];
  return file && { path: `./${file}`, external: true };
}

/**
 * An esbuild plugin that leaves libraries to their files, which all bundles share.
 *
 * @param among names of the libraries that are left out
 * @param own the file that is being made: what it holds is not left out
 */
export function librariesApart({ among = /./, own } = {}) {
  return {
    name: 'libraries-apart',
    setup({ onResolve }) {
      onResolve({ filter: among }, ({ path }) => {
        const file = libraryFile(path);
        return file?.path === `./${own}` ? undefined : file;
      });
    },
  };
}

const unused = ({ path }) => ({ path, namespace: 'unused' });

/**
 * Leaves out what the program never runs: the texts of zod in forty languages (English is not among these), the prompt
 * of inquirer that opens an editor, with half a megabyte of tables of character sets, what commander loads for
 * subcommands that are programs of their own, which takes a while, and of the SDK of MCP the validator for answers that
 * a server asks of its client (ajv) and the support of zod 3.
 */
export const withoutUnused = {
  name: 'without-unused',
  setup({ onLoad, onResolve }) {
    const never = [
      '@inquirer/editor',
      '../locales/index.js',
      '../validation/ajv-provider.js',
      'zod/v3',
      'zod-to-json-schema',
    ];
    onResolve({ filter: /./ }, (imported) => (never.includes(imported.path) ? unused(imported) : undefined));
    onResolve({ filter: /^node:child_process$/ }, (imported) =>
      imported.importer.includes('commander') ? unused(imported) : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};
