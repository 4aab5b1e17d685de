/** Compiles conditions for draws of the open answers, in which they are evaluated many thousands of times. */
import type { Answers, AnswerTest, Condition, Question, Rules } from '../model.ts';
import { ALWAYS, type Compiled, compile, constant, type Tests, UNKNOWN } from './compile.ts';
import { answerTest, passes } from './evaluate.ts';

/**
 * By position of the question: the answer that was drawn, as {@link drawnAnswer} encodes it; 0 where none was drawn,
 * also where the answer was given.
 */
export type Drawn = Int32Array;

const BITS = 15;
const LOW = 2 ** BITS - 1;

/** Encodes one or two options of a question, by position. The order of the two does not matter. */
export function drawnAnswer(first: number, second = first): number {
  const [low, high] = first < second ? [first, second] : [second, first];
  return low === high ? low + 1 : (low + 1) | ((high + 1) << BITS);
}

/** The positions of the options of a drawn answer; none for 0. */
export function drawnOptions(drawn: number): number[] {
  return [drawn & LOW, drawn >> BITS].filter((code) => code > 0).map((code) => code - 1);
}

/** Compiles conditions over drawn answers. What depends only on given answers becomes a constant. */
export function drawnConditions(
  { questions }: Rules,
  answers: Answers,
): (condition: Condition | undefined) => Compiled<Drawn> {
  const positions = new Map(questions.map((question, at) => [question.id, { question, at }]));
  const tests: Tests<Drawn> = {
    answer: (id, test) => {
      const answer = answers[id];
      if (answer !== undefined) return constant(answerTest(test)(answer));
      const found = positions.get(id);
      return found ? testDrawn(found.question, found.at, test) : constant(answerTest(test)(undefined));
    },
    // There is neither a ranking nor an estimate while answers are drawn.
    first: () => UNKNOWN,
    feasible: () => UNKNOWN,
    saving: () => UNKNOWN,
  };
  return (condition) => (condition === undefined ? ALWAYS : compile(condition, tests));
}

function testDrawn({ options }: Question, at: number, test: AnswerTest): Compiled<Drawn> {
  if ('given' in test) return (drawn) => (drawn[at] !== 0) === test.given;
  const isOrUnknown = 'orUnknown' in test;
  const values = isOrUnknown ? test.orUnknown : test;
  // By position of the option, plus 1; the first entry stands for no option.
  const passing = Uint8Array.from([0, ...options.map(({ value }) => (passes(values, value) ? 1 : 0))]);
  if (isOrUnknown && !passing.includes(0, 1)) return ALWAYS;
  return (drawn) => {
    const code = drawn[at] ?? 0;
    if (code === 0) return isOrUnknown ? true : undefined;
    return passing[code & LOW] === 1 || passing[code >> BITS] === 1;
  };
}
