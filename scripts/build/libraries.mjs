/** npm packages that are large and that few commands need: each file of dist/ with what it exports. */
export const LIBRARIES = {
  'lib-aedes.cjs': ['aedes'],
  // Together, because they share a state.
  'lib-inquirer.cjs': ['inquirer', '@inquirer/core'],
  'lib-mqtt.cjs': ['mqtt'],
  'lib-werift.cjs': ['werift'],
  'lib-ws.cjs': ['ws'],
  'lib-yaml.cjs': ['yaml'],
  'lib-zod.cjs': ['zod'],
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
