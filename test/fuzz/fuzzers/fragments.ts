import fc from 'fast-check';
import { withoutUnshown } from '../../../src/explore/data.ts';
import { adviceFor, outlookFor } from '../../../src/explore/decide.ts';
import { fragmentOf, readFragment } from '../../../src/explore/fragment.ts';
import type { Model } from '../../../src/explore/model.ts';
import { isSame, type State, timelineOf } from '../../../src/explore/state.ts';
import { copyText } from '../../../src/explore/take-away.ts';
import { view } from '../../../src/explore/view.ts';
import { builtInRules, builtInStarters } from '../../../src/rules/built-in.ts';
import { nastyText } from '../../cli/hostile/hostile-text.ts';
import { assertHarmless } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';

const rules = withoutUnshown(await builtInRules());
const starters = await builtInStarters();
const context = { rulesDirs: [], isProjectIgnored: false };
const COPIES = ['link', 'command', 'answers', 'record', 'decision'];
/** Everything that is made when a user opens it. */
const OPEN = new Set([...COPIES.map((id) => `copy-${id}`), ...rules.protocols.map(({ id }) => `rank-of-${id}`)]);

/** No text of a link may be read as an element or an attribute. */
const MARKUP = '"><x-fuzz onload=a>';
const foreign = fc.oneof(
  nastyText.filter((text) => text.length < 1000),
  fc.constantFrom(MARKUP, '%', '%zz', '%F0%9F', '+', '&', '#', ',', ':', '1e3', '30s', '2kB', '-1', '1e999', 'none'),
);
const value = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...rules.questions).chain(({ options }) => anyOf(options)) },
  { weight: 1, arbitrary: fc.constantFrom('yes', 'no', 'none', '5', '0.5') },
  { weight: 1, arbitrary: foreign },
);
const answer = fc
  .constantFrom(...rules.questions)
  .chain(({ id, options }) =>
    fc.tuple(fc.constant(id), fc.oneof({ weight: 6, arbitrary: anyOf(options) }, { weight: 1, arbitrary: value })),
  );
const set = fc.tuple(
  fc.constantFrom('weight', 'must'),
  fc
    .tuple(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...rules.criteria.map(({ id }) => id)) }, foreign),
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom('0', '1', '2', '3', '4', '9', '0.25') }, foreign),
    )
    .map((parts) => parts.join(':')),
);
const other = fc.tuple(fc.oneof(fc.constantFrom('core', 'answers', 'preset', '__proto__'), foreign), value);
const part = fc
  .oneof({ weight: 8, arbitrary: answer }, { weight: 2, arbitrary: set }, { weight: 1, arbitrary: other })
  .chain((pair) => fc.constantFrom(pair.join('='), pair.map(encoded).join('=')));
const fragment = fc.oneof(
  { weight: 12, arbitrary: fc.array(part, { maxLength: 8 }).map((parts) => parts.join('&')) },
  { weight: 1, arbitrary: fc.array(part, { minLength: 200, maxLength: 800 }).map((parts) => parts.join('&')) },
);

function anyOf(options: readonly { readonly value: unknown }[]): fc.Arbitrary<string> {
  const values = options.map((option) => String(option.value));
  const several =
    values.length > 0 ? fc.subarray(values, { minLength: 1 }).map((list) => list.join(',')) : fc.constant('5');
  return values.length > 0 ? fc.oneof(fc.constantFrom(...values), several) : several;
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The link of a page is read, and what rests on it is made: the whole page, and for some all that users can open in it. */
export const fuzzer = fuzzerOf({
  kind: 'fragments',
  share: 2,
  inputs: fc.record({
    text: fragment,
    // The questions that are open take longer than everything else together.
    isOpened: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  attempt: ({ text, isOpened }) => {
    const { state, problems } = readFragment(rules, text);
    for (const problem of problems) {
      assertHarmless(problem, 'A problem');
      if (!/^(Expected|Unknown|Duplicate|And \d+ more\.)/.test(problem)) throw new Error(`Odd words: ${problem}`);
    }
    if (problems.length > 11 || problems.join('').length > 20_000) throw new Error('More than anybody reads.');
    const again = readFragment(rules, fragmentOf(state));
    if (again.problems.length > 0 || !isSame(again.state, state)) throw new Error('The page writes another link.');
    draw(state, problems, isOpened);
    return problems.length > 0 ? 'corrected' : 'accepted';
  },
});

function draw(state: State, linkProblems: readonly string[], isOpened: boolean): void {
  const outlook = isOpened ? outlookFor(rules, state) : undefined;
  const advice = adviceFor(rules, starters, context, state);
  const ui = { drafts: new Map(), open: isOpened ? OPEN : new Set<string>(), linkProblems };
  const link = `file:///explore.html#${fragmentOf(state)}`;
  const model: Model = { rules, context, timeline: timelineOf(state), advice, outlook, ui, link };
  const page = view(model).text;
  assertHarmless(page, 'The page');
  if (/<x-fuzz|undefined|\[object/.test(page)) throw new Error('The page holds what nobody wrote.');
  for (const id of COPIES) assertHarmless(copyText(model, id) ?? '', `The copy of ${id}`);
}
