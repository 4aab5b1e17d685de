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

const FILES = Object.fromEntries(
  Object.entries(LIBRARIES).flatMap(([file, names]) => names.map((name) => [name, file])),
);

/** The file of dist/ that has this npm package; `undefined` for one without a file of its own. */
export function libraryFile(name) {
  return FILES[ALIASES[name] ?? name];
}

/** An esbuild plugin that leaves zod to its own file, except in the bundle `own` that becomes that file. */
export function sharedZod(own) {
  return {
    name: 'shared-zod',
    setup({ onResolve }) {
      onResolve({ filter: /^zod(\/|$)/ }, ({ path }) => {
        const file = libraryFile(path);
        return file === undefined || file === own ? undefined : { path: `./${file}`, external: true };
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
