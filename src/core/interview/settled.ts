import { holds, mentionedQuestions } from '../condition/evaluate.ts';
import type { Overrides } from '../decision.ts';
import { type CapabilityMatrix, capabilityMatrix, TIE_EPSILON } from '../matrix.ts';
import type { Answers, AnswerValue, Effect, Question, Rules } from '../model.ts';
import { activeEffects, firstPlace, tally } from '../tally.ts';

/** One way to answer an open question; no `answer`: it stays open for good. */
interface Choice {
  readonly answer?: AnswerValue;
  readonly effects: readonly Effect[];
}

/** An open question within the search, with what its answers depend on. */
interface Variable {
  readonly question: Question;
  readonly choices: readonly Choice[];
}

/**
 * Whether the first place can no longer change, whatever the open questions are answered, or left open. Exact: a
 * branch-and-bound search over every combination of answers, not a sample. Only those of `open` count as open.
 *
 * The sign of a protocol's lead is Σ wᵢ(uᵢ − vᵢ), which is a sum over questions wherever no effect depends on another
 * answer; only questions that such conditions tie together have to be searched jointly.
 *
 * @param pool positions of the protocols that are ranked
 * @returns also true when nothing is feasible and nothing can become so; false when there is a tie
 */
export function isSettled(
  rules: Rules,
  answers: Answers,
  overrides: Overrides,
  pool: readonly number[],
  open: readonly Question[],
): boolean {
  const matrix = capabilityMatrix(rules);
  const search = new Search(matrix, answers, overrides, open);
  const [leader, rival] = firstPlace(matrix, tally(matrix, answers, overrides), pool);
  if (leader === undefined) return pool.every((p) => search.mustBreak(p));
  if (rival !== undefined) return false;
  if (search.canExclude(leader)) return false;
  return pool.every((challenger) => challenger === leader || !search.canCatchUp(leader, challenger));
}

class Search {
  private readonly matrix: CapabilityMatrix;
  private readonly answers: Answers;
  private readonly overrides: Overrides;
  /** Those tied to others by conditions come first; the rest are separable. */
  private readonly tied: readonly Variable[];
  private readonly separable: readonly Variable[];
  /** Effects of given answers that depend on open ones. */
  private readonly pending: readonly Effect[];
  private readonly settled: readonly Effect[];

  constructor(matrix: CapabilityMatrix, answers: Answers, overrides: Overrides, open: readonly Question[]) {
    this.matrix = matrix;
    this.answers = answers;
    this.overrides = overrides;
    const openIds = new Set(open.map(({ id }) => id));
    const dependsOnOpen = (effect: Effect) => [...mentionedQuestions(effect.when)].some((id) => openIds.has(id));
    const given = [...activeEffects(matrix.rules, answers, () => true)].map(({ effect }) => effect);
    this.pending = given.filter(dependsOnOpen);
    this.settled = given.filter((effect) => !dependsOnOpen(effect) && holds(effect.when, { answers }));
    const variables = open.map((question): Variable => ({ question, choices: choicesOf(question) }));
    const mentioned = new Set(
      [...this.pending, ...variables.flatMap(allEffects)].flatMap(({ when }) => [...mentionedQuestions(when)]),
    );
    const isTied = (variable: Variable) =>
      mentioned.has(variable.question.id) || allEffects(variable).some(dependsOnOpen);
    this.tied = variables.filter(isTied);
    this.separable = variables.filter((variable) => !isTied(variable));
  }

  /**
   * Whether some completion breaks a minimum of this protocol. One effect is enough, so that only the questions have to
   * be searched which that effect's own condition looks at.
   */
  canExclude(p: number): boolean {
    return this.possibleEffects().some((effect) => {
      if (!this.breaks(effect, p)) return false;
      const mentioned = mentionedQuestions(effect.when);
      const isOf = (variable: Variable) => allEffects(variable).includes(effect);
      const variables = [...this.tied, ...this.separable].filter(
        (variable) => mentioned.has(variable.question.id) || isOf(variable),
      );
      return explore(this.answers, variables, this.pending, (effects) => effects.includes(effect));
    });
  }

  private possibleEffects(): Effect[] {
    return [...this.pending, ...[...this.tied, ...this.separable].flatMap(allEffects)];
  }

  /** Whether in some completion the challenger is feasible and at least level with the leader. */
  canCatchUp(leader: number, challenger: number): boolean {
    if (this.mustBreak(challenger)) return false;
    const fixed = new Set(Object.keys(this.overrides.weight ?? {}).map((id) => this.matrix.criterionIndex.get(id)));
    const gain = (c: number) => this.utility(challenger, c) - this.utility(leader, c);
    const gainOf = (effect: Effect) =>
      this.matrix
        .positions(effect)
        .weighs.reduce((sum, [c, weight]) => (fixed.has(c) ? sum : sum + weight * gain(c)), 0);
    const allowed = (effects: readonly Effect[]) => !effects.some((effect) => this.breaks(effect, challenger));
    const total = (effects: readonly Effect[]) => effects.reduce((sum, effect) => sum + gainOf(effect), 0);

    let base = total(this.settled);
    this.matrix.baseline.forEach((weight, c) => {
      const id = this.matrix.rules.criteria[c]?.id ?? '';
      base += (this.overrides.weight?.[id] ?? weight) * gain(c);
    });
    for (const { choices } of this.separable) {
      const gains = choices
        .map(({ effects }) => effects.filter((effect) => holds(effect.when, { answers: this.answers })))
        .filter(allowed)
        .map(total);
      base += Math.max(...gains);
    }
    // A tie is a change, too: rounding must not hide one.
    const margin = TIE_EPSILON * (1 + Math.abs(base));
    const atBest = (effects: readonly Effect[]) =>
      effects.reduce((sum, effect) => sum + Math.max(0, gainOf(effect)), 0);
    const bestOf = ({ effects }: Choice) => atBest(effects);
    // What helps the challenger most comes first: where it can catch up, the first descent mostly shows it.
    const variables = this.tied
      .map(({ question, choices }) => ({ question, choices: choices.toSorted((x, y) => bestOf(y) - bestOf(x)) }))
      .toSorted((x, y) => spread(y, gainOf) - spread(x, gainOf));
    return explore(
      this.answers,
      variables,
      this.pending,
      (effects) => allowed(effects) && base + total(effects) >= -margin,
      (certain, waiting, rest) => {
        if (!allowed(certain)) return false;
        const ahead = rest.reduce((sum, { choices: [best] }) => sum + (best ? bestOf(best) : 0), 0);
        return base + total(certain) + atBest(waiting) + ahead >= -margin;
      },
    );
  }

  /** Whether it is forbidden, or breaks a minimum in every completion. */
  mustBreak(p: number): boolean {
    if (this.matrix.forbidden[p] === 1) return true;
    const overridden = Object.entries(this.overrides.must ?? {}).some(
      ([id, minimum]) => this.grade(p, this.matrix.criterionIndex.get(id) ?? -1) < minimum,
    );
    return overridden || this.settled.some((effect) => this.breaks(effect, p));
  }

  private breaks(effect: Effect, p: number): boolean {
    return this.matrix.positions(effect).requires.some(([c, minimum]) => this.grade(p, c) < minimum);
  }

  private grade(p: number, c: number): number {
    return this.matrix.grades[p * this.matrix.criteriaCount + c] ?? 0;
  }

  private utility(p: number, c: number): number {
    return this.matrix.utilities[p * this.matrix.criteriaCount + c] ?? 0;
  }
}

/**
 * Whether a combination of answers to these questions has the effects that `accepts` wants; depth-first.
 *
 * @param given effects of given answers whose conditions look at open questions
 * @param accepts judges the effects of one full combination
 * @param mayAccept whether it is worth going on: from the effects that are certain, those that wait for an answer yet to
 *   be chosen, and the questions that are still to come
 */
function explore(
  answers: Answers,
  variables: readonly Variable[],
  given: readonly Effect[],
  accepts: (effects: readonly Effect[]) => boolean,
  mayAccept: (certain: readonly Effect[], waiting: readonly Effect[], rest: readonly Variable[]) => boolean = () =>
    true,
): boolean {
  const descend = (depth: number, chosenAnswers: Answers, chosen: readonly Effect[]): boolean => {
    const rest = variables.slice(depth);
    const undetermined = new Set(rest.map(({ question }) => question.id));
    const waits = ({ when }: Effect) =>
      when !== undefined && [...mentionedQuestions(when)].some((id) => undetermined.has(id));
    const certain = chosen.filter((effect) => !waits(effect) && holds(effect.when, { answers: chosenAnswers }));
    const [variable] = rest;
    if (!variable) return accepts(certain);
    if (!mayAccept(certain, chosen.filter(waits), rest)) return false;
    return variable.choices.some(({ answer, effects }) =>
      descend(depth + 1, answer === undefined ? chosenAnswers : { ...chosenAnswers, [variable.question.id]: answer }, [
        ...chosen,
        ...effects,
      ]),
    );
  };
  return descend(0, answers, given);
}

/** How much the answer to a question can move. */
function spread({ choices }: Variable, gainOf: (effect: Effect) => number): number {
  const gains = choices.map(({ effects }) => effects.reduce((sum, effect) => sum + gainOf(effect), 0));
  return Math.max(...gains) - Math.min(...gains);
}

function allEffects({ choices }: Variable): Effect[] {
  return [...new Set(choices.flatMap(({ effects }) => effects))];
}

/** Every way to answer, and not answering. Of a multiple choice: every selection. */
function choicesOf(question: Question): Choice[] {
  const unanswered: Choice = { effects: [] };
  if (question.kind !== 'choices') {
    return [unanswered, ...question.options.map(({ value, effects }): Choice => ({ answer: value, effects }))];
  }
  const selections = [unanswered];
  for (const { value, effects } of question.options) {
    for (const one of [...selections]) {
      const earlier = typeof one.answer === 'object' ? one.answer : [];
      selections.push({ answer: [...earlier, String(value)], effects: [...one.effects, ...effects] });
    }
  }
  return question.noneLabel === undefined ? selections : [...selections, { answer: [], effects: [] }];
}
