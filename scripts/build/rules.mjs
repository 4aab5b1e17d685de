import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { root } from './bundle.mjs';

/**
 * Fields that only explain. The program reads them from a second file, and only when it needs them: the first file is
 * then small, which every run reads.
 */
const EXPLAINING = {
  criteria: ['asks', 'ruler'],
  protocols: ['cells', 'asyncapi', 'summary', 'pickWhen', 'avoidWhen'],
  questions: ['help'],
  mistakes: ['trigger', 'guard'],
};

/**
 * Writes what the source imports as `#rules`: rules.cjs, and the JSON files that it requires.
 *
 * @param compiled result of src/rules/build/compile-folder.ts
 * @param folder where to write
 */
export function writeRules({ rules: { precedents, ...rules }, starters, projects, proxies, scenarios }, folder) {
  const write = (name, data) => {
    const path = join(folder, `${name}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(data));
    return `require('./${name}.json')`;
  };
  const { deciding, texts } = split({ ...rules, ...(precedents && { precedents: { ...precedents, named: [] } }) });
  const grades = rules.protocols.flatMap(({ cells }) => rules.criteria.map(({ id }) => cells[id].grade));
  const starterEntries = Object.entries(starters).map(([protocol, byLanguage]) => {
    const makers = Object.entries(byLanguage).map(([language, { client, variant, ...others }]) => {
      // Programs are most of the package: they are deflated, but for those that advice prints. To inflate one takes more
      // time than to decide.
      const name = `starters/${protocol}/${language}`;
      const text = deflateRawSync(JSON.stringify(others), { level: 9 }).toString('base64');
      const read = [client ? `() => ${write(`${name}-client`, client)}` : 'undefined', `() => ${write(name, text)}`];
      const plain = [`${JSON.stringify(variant)}`, JSON.stringify(Object.keys(others))];
      return `    ${JSON.stringify(language)}: () => newStarter(${[...plain, ...read].join(', ')})`;
    });
    return `  ${JSON.stringify(protocol)}: () => lazily({\n${makers.join(',\n')}\n  })`;
  });
  const others = { projects, proxies, scenarios: scenarios.map(withRelativePath) };
  const lazy = Object.entries(others).map(
    ([name, data]) =>
      `Object.defineProperty(exports, '${name}', { enumerable: true, get: function () { return ${write(name, data)}; } });`,
  );
  // Every `require` names its file, so that bundlers of other programs find it.
  const module = `const { rules, grades } = ${write('rules', { rules: deciding, grades })};
for (const [kind, fields] of ${JSON.stringify(Object.entries(EXPLAINING))}) {
  // A getter is one for all entries, which so keep one shape; to make shapes takes as long as to read the file.
  const getters = {};
  for (const field of fields)
    getters[field] = { enumerable: true, get() { return ${write('rule-texts', texts)}[kind][this.id][field]; } };
  for (const entry of rules[kind]) Object.defineProperties(entry, getters);
}
if (rules.precedents)
  Object.defineProperty(rules.precedents, 'named', { enumerable: true, get: () => ${write('precedents', precedents?.named ?? [])} });
exports.rules = rules;
exports.grades = grades;
/** What the makers make, each on the first use. */
function lazily(makers) {
  const made = {};
  for (const [key, make] of Object.entries(makers)) {
    let value;
    Object.defineProperty(made, key, { enumerable: true, get: () => (value ??= make()) });
  }
  return made;
}
function newStarter(variant, keys, client, read) {
  let others;
  const inflated = () => {
    others ??= JSON.parse(require('node:zlib').inflateRawSync(Buffer.from(read(), 'base64')).toString());
    return others;
  };
  const makers = client ? { client } : {};
  for (const key of keys) makers[key] = () => inflated()[key];
  return Object.assign(lazily(makers), variant !== undefined && { variant });
}
exports.starters = lazily({
${starterEntries.join(',\n')}
});
${lazy.join('\n')}
`;
  writeFileSync(join(folder, 'rules.cjs'), module);
}

function split(rules) {
  const deciding = { ...rules };
  const texts = {};
  for (const [kind, fields] of Object.entries(EXPLAINING)) {
    const pick = (isText) => (entry) =>
      Object.fromEntries(Object.entries(entry).filter(([field]) => fields.includes(field) === isText));
    deciding[kind] = rules[kind].map(pick(false));
    texts[kind] = Object.fromEntries(rules[kind].map((entry) => [entry.id, pick(true)(entry)]));
  }
  return { deciding, texts };
}

/** The package must not name folders of the machine that built it. */
function withRelativePath({ place, ...scenario }) {
  return { ...scenario, place: { ...place, file: relative(root, place.file).replaceAll('\\', '/') } };
}
