import fc from 'fast-check';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../../cli/fake-io.ts';
import { damaged } from '../../cli/hostile/hostile-text.ts';
import { runDecently } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const { presets, protocols, criteria, questions } = await builtInRules();
// The core protocols alone: a third of the text, with every field.
const saved = await runWith(['recommend', '--preset', presets[0]?.id ?? '', '--json', '--samples', '10', '--core']);
const names = [
  ...[...protocols, ...criteria, ...questions].map(({ id }) => id),
  ...[
    'schemaVersion',
    'outcome',
    'ranking',
    'excluded',
    'warnings',
    'hinges',
    'flips',
    'snippet',
    'tie',
    'recommendation',
  ],
];
const format = fc.constantFrom('text', 'json', 'markdown', 'adr', 'html', 'asyncapi');

export const fuzzer = fuzzerOf({
  kind: 'saved decisions',
  share: 1,
  inputs: fc.tuple(
    format,
    fc.oneof(
      { weight: 4, arbitrary: mutated(JSON.parse(saved.stdout), names).map((one) => JSON.stringify(one) ?? '') },
      {
        weight: 1,
        arbitrary: damaged(Buffer.from(saved.stdout)).map((bytes) => Buffer.from(bytes).toString('latin1')),
      },
    ),
  ),
  attempt: ([name, stdin]) => runDecently(['recommend', '--from', '-', '--format', name], { stdin }),
});
