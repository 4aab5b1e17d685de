import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { LEG_WORDS } from '../../../src/core/system/leg-words.ts';
import { SYSTEM_FORMATS } from '../../../src/report/system/formats.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../../cli/fake-io.ts';
import { damaged } from '../../cli/hostile/hostile-text.ts';
import { runDecently } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const { questions, criteria, presets, protocols } = await builtInRules();
const SYSTEM = {
  version: 1,
  name: 'fleet',
  says: 'Channels.',
  shared: {
    ...Object.fromEntries(Object.entries(presets.at(-1)?.answers ?? {}).slice(0, 1)),
    weight: { [criteria[0]?.id ?? '']: 2 },
  },
  legs: Object.fromEntries(
    presets.slice(0, 3).map(({ id, answers }, at) => [id, at === 2 ? answers : { preset: id, says: 'x' }]),
  ),
};
const file = stringify(SYSTEM);
const recorded = await runWith(['record', '--system', '-', '--name', 'x'], { stdin: file });
const names = [
  ...questions.flatMap(({ id, options }) => [id, ...options.map(({ value }) => String(value))]),
  ...[...criteria, ...presets, ...protocols].map(({ id }) => id),
  ...LEG_WORDS,
  ...['version', 'name', 'says', 'shared', 'legs', 'weight', 'must', 'decisions', 'accepts', 'basis', 'override'],
];
const written = (text: string) =>
  fc.oneof(
    { weight: 5, arbitrary: mutated(parse(text), names).map((one) => JSON.stringify(one) ?? '') },
    { weight: 1, arbitrary: damaged(Buffer.from(text)).map((bytes) => Buffer.from(bytes).toString('latin1')) },
  );
const command = fc.constantFrom(
  ...Object.keys(SYSTEM_FORMATS).map((format) => ['system', '-', '--format', format]),
  ['system', '-', '--quiet'],
  ['system', '-', '--core', '--prefer', 'fewest'],
  ['record', '--system', '-', '--name', 'x'],
);

/** System files, for each command that reads them; a few are records of systems, for `check` and `system`. */
export const fuzzer = fuzzerOf({
  kind: 'systems',
  share: 2,
  inputs: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(command, written(file)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(['check', '-'], ['system', '-']), written(recorded.stdout)) },
  ),
  attempt: ([argv, stdin]) => runDecently(argv, { stdin }),
});
