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
    const getters = Object.entries(byLanguage).map(([language, roles]) => {
      // Programs are most of the package, and a run reads one of them at most: their files are deflated.
      const name = `starters/${protocol}/${language}`;
      const text = deflateRawSync(JSON.stringify(roles), { level: 9 }).toString('base64');
      return `get ${JSON.stringify(language)}() { return inflated('${name}', () => ${write(name, text)}); }`;
    });
    return `  ${JSON.stringify(protocol)}: { ${getters.join(', ')} }`;
  });
  const others = { projects, proxies, scenarios: scenarios.map(withRelativePath) };
  const lazy = Object.entries(others).map(
    ([name, data]) =>
      `Object.defineProperty(exports, '${name}', { enumerable: true, get: function () { return ${write(name, data)}; } });`,
  );
  // Every `require` names its file, so that bundlers of other programs find it.
  const module = `const { rules, grades } = ${write('rules', { rules: deciding, grades })};
for (const [kind, fields] of ${JSON.stringify(Object.entries(EXPLAINING))}) {
  rules[kind].forEach((entry, at) => {
    for (const field of fields) {
      Object.defineProperty(entry, field, { enumerable: true, get: () => ${write('rule-texts', texts)}[kind][at][field] });
    }
  });
}
if (rules.precedents)
  Object.defineProperty(rules.precedents, 'named', { enumerable: true, get: () => ${write('precedents', precedents?.named ?? [])} });
exports.rules = rules;
exports.grades = grades;
const inflatedBefore = new Map();
function inflated(name, read) {
  if (!inflatedBefore.has(name)) {
    const json = require('node:zlib').inflateRawSync(Buffer.from(read(), 'base64'));
    inflatedBefore.set(name, JSON.parse(json.toString()));
  }
  return inflatedBefore.get(name);
}
exports.starters = {
${starterEntries.join(',\n')}
};
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
    texts[kind] = rules[kind].map(pick(true));
  }
  return { deciding, texts };
}

/** The package must not name folders of the machine that built it. */
function withRelativePath({ place, ...scenario }) {
  return { ...scenario, place: { ...place, file: relative(root, place.file).replaceAll('\\', '/') } };
}
