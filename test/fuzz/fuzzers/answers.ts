import fc from 'fast-check';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { damaged } from '../../cli/hostile/hostile-text.ts';
import { runDecently } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const { questions, criteria, presets, protocols } = await builtInRules();
const names = [
  ...questions.flatMap(({ id, options }) => [id, ...options.map(({ value }) => String(value))]),
  ...criteria.map(({ id }) => id),
  ...['weight', 'must', 'answers', 'overrides', 'core', 'preset', 'none', '30s', '2kB'],
];
const good = fc
  .constantFrom(...presets)
  .map(({ answers }) => ({ ...answers, weight: { [criteria[0]?.id ?? '']: 3 }, must: { [criteria[1]?.id ?? '']: 1 } }));
const text = good.chain((answers) =>
  fc.oneof(
    { weight: 4, arbitrary: mutated(answers, names).map((one) => Buffer.from(JSON.stringify(one) ?? '')) },
    { weight: 1, arbitrary: damaged(Buffer.from(JSON.stringify(answers))) },
  ),
);
const command = fc.constantFrom(
  ...[['recommend'], ['recommend', '--json'], ['recommend', '--format', 'markdown'], ['recommend', '--format', 'adr']],
  ...[['recommend', '--format', 'html', '--samples', '0'], ['recommend', '--format', 'asyncapi'], ['precedents']],
  ...[
    ['explain', protocols[0]?.id ?? '', '--samples', '0'],
    ['record', '--name', 'x'],
    ['recommend', '--quiet'],
  ],
);

export const fuzzer = fuzzerOf({
  kind: 'answers',
  share: 2,
  inputs: fc.tuple(command, text),
  attempt: ([argv, stdin]) => runDecently([...argv, '--answers', '-'], { stdin: stdin.toString() }),
});
