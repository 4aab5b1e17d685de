import fc from 'fast-check';
import { LineDecider } from '../../../src/cli/commands/batch/line-decider.ts';
import { LineSplitter } from '../../../src/cli/commands/batch/line-splitter.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { damaged, nastyText } from '../../cli/hostile/hostile-text.ts';
import { assertHarmless } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const rules = await builtInRules();
const decider = new LineDecider(
  { rules, rulesDirs: [], isProjectIgnored: false },
  { answers: {}, overrides: undefined, core: false },
  { quiet: false, samples: undefined, seed: undefined },
);
const names = [
  ...rules.questions.flatMap(({ id, options }) => [id, ...options.map(({ value }) => String(value))]),
  ...[...rules.criteria, ...rules.presets].map(({ id }) => id),
  ...['id', 'answers', 'preset', 'weight', 'must', 'error', 'line'],
];
const good = fc
  .constantFrom(...rules.presets)
  .map(({ id, answers }) => ({ id: 1, name: { a: [id] }, preset: id, answers: { ...answers, weight: {} } }));
const line = fc.oneof(
  { weight: 6, arbitrary: good.chain((one) => mutated(one, names)).map((one) => JSON.stringify(one) ?? '') },
  { weight: 1, arbitrary: nastyText },
  {
    weight: 1,
    arbitrary: good
      .chain((one) => damaged(Buffer.from(JSON.stringify(one))))
      .map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
);

/** One line of JSON comes out for each that came in and is not blank. */
export const fuzzer = fuzzerOf({
  kind: 'lines of batch',
  share: 12,
  inputs: line,
  attempt: (text) => {
    const splitter = new LineSplitter(1024 * 1024);
    const pieces = [...splitter.push(Buffer.from(text)), ...splitter.finish()];
    const outputs = pieces.map((one) => decider.decide(one));
    let outcome = 'blank';
    for (const output of outputs) {
      assertHarmless(output, 'A line');
      outcome = Object.hasOwn(JSON.parse(output), 'error') ? 'refused' : 'accepted';
    }
    return outcome;
  },
});
