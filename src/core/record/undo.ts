/** Takes one change back: the rules and answers of now with one old value, to be ranked like any others. */
import { checkAnswers, chosenOptions } from '../answers.ts';
import type { Overrides } from '../decision.ts';
import type { Answers, Cell, Criterion, Effect, Grade, Option, Protocol, Rules } from '../model.ts';
import { asGrade } from '../overrides.ts';
import { rankProtocols, type Standing } from '../ranking/rank.ts';
import type { Change } from './changes.ts';
import type { Basis } from './snapshot.ts';

/** All that decides whether a recorded protocol ranks first. */
export interface Situation {
  readonly rules: Rules;
  readonly answers: Answers;
  readonly overrides: Overrides;
  /** Whether the extended protocols are ranked; an extended `decision` always is. */
  readonly all: boolean;
  readonly decision: string;
}

/** The ranking in a situation. */
export function rankIn({ rules, answers, overrides, all, decision }: Situation): Standing {
  return rankProtocols(rules, answers, overrides, ({ tier, id }) => all || tier === 'core' || id === decision);
}

/**
 * The situation of now as if this one change had not been made.
 *
 * @returns `undefined` where that makes no sense, as when the rules no longer know the old answer
 */
export function undo(then: Basis, now: Situation, change: Change): Situation | undefined {
  switch (change.kind) {
    // The question is whether the decision of now holds.
    case 'decision':
      return undefined;
    case 'all':
      // Fewer rivals cannot make a protocol rank lower.
      return change.from ? undefined : { ...now, all: false };
    case 'answer':
      return withAnswer(now, change);
    case 'override': {
      const { override, criterion, from } = change;
      return { ...now, overrides: withOverride(now.overrides, override, criterion, from) };
    }
    case 'effect':
      return withEffect(now, change);
    case 'baseline':
      return { ...now, rules: withBaseline(then, now.rules, change.criterion, change) };
    case 'grade':
      return { ...now, rules: withGrade(now.rules, change) };
    case 'protocol':
      if (change.change === 'gone') return { ...now, rules: withProtocol(then, now.rules, change.protocol) };
      return change.protocol === now.decision
        ? undefined
        : { ...now, rules: withProtocols(now.rules, ({ id }) => id !== change.protocol) };
  }
}

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

function withAnswer(now: Situation, { question, from }: ChangeOf<'answer'>): Situation | undefined {
  const { [question]: _, ...others } = now.answers;
  const before = from === null ? others : { ...others, [question]: from };
  const { answers } = checkAnswers(now.rules.questions, before);
  return from !== null && answers[question] === undefined ? undefined : { ...now, answers };
}

function withOverride(overrides: Overrides, kind: 'weight' | 'must', criterion: string, value: number | null) {
  const { [criterion]: _, ...others }: Readonly<Record<string, number>> = overrides[kind] ?? {};
  if (kind === 'weight') return { ...overrides, weight: value === null ? others : { ...others, [criterion]: value } };
  const { [criterion]: __, ...musts } = overrides.must ?? {};
  const grade = asGrade(value);
  return { ...overrides, must: grade === undefined ? musts : { ...musts, [criterion]: grade } };
}

/** Replaces what the answers to one question add to, or require of, one criterion. */
function withEffect(now: Situation, change: ChangeOf<'effect'>): Situation | undefined {
  const { rules, answers } = now;
  const { question: id, criterion } = change;
  const question = rules.questions.find((one) => one.id === id);
  const answer = answers[id];
  // An old effect on a criterion that no longer exists counts for nothing.
  if (!question || answer === undefined || !rules.criteria.some((one) => one.id === criterion)) return undefined;
  const [chosen] = chosenOptions(question, answer);
  const restored = oldEffect(change);
  const options = question.options.map((option): Option => {
    const effects = option.effects.map((effect) => withoutEffect(effect, change));
    return { ...option, effects: option === chosen && restored ? [...effects, restored] : effects };
  });
  const questions = rules.questions.map((one) => (one === question ? { ...one, options } : one));
  return { ...now, rules: { ...rules, questions } };
}

function withoutEffect(effect: Effect, { effect: kind, criterion }: ChangeOf<'effect'>): Effect {
  const { [criterion]: _, ...weighs } = effect.weighs;
  const { [criterion]: __, ...requires } = effect.requires;
  return kind === 'weighs' ? { ...effect, weighs } : { ...effect, requires };
}

function oldEffect({ effect, criterion, from }: ChangeOf<'effect'>): Effect | undefined {
  if (from === null) return undefined;
  if (effect === 'weighs') return { weighs: { [criterion]: from }, requires: {} };
  const grade = asGrade(from);
  return grade === undefined ? undefined : { weighs: {}, requires: { [criterion]: grade } };
}

/** A new criterion weighs nothing; one that is gone comes back with the grades that protocols had. */
function withBaseline(then: Basis, rules: Rules, id: string, { from, to }: ChangeOf<'baseline'>): Rules {
  const baseline = from ?? 0;
  if (to !== null) {
    const before = { baseline, irrelevantWhen: [] };
    return { ...rules, criteria: rules.criteria.map((one) => (one.id === id ? { ...one, ...before } : one)) };
  }
  const gone: Criterion = { id, label: id, asks: '', group: '', baseline, table: false };
  const protocols = rules.protocols.map((one) => withCell(one, id, then.grades[id]?.[one.id] ?? 0));
  return { ...rules, criteria: [...rules.criteria, gone], protocols };
}

function withGrade(rules: Rules, { protocol, criterion, from }: ChangeOf<'grade'>): Rules {
  const protocols = rules.protocols.map((one) => (one.id === protocol ? withCell(one, criterion, from) : one));
  return { ...rules, protocols };
}

/** Puts back a protocol that is gone, forbidden, or not ranked any more. */
function withProtocol(then: Basis, rules: Rules, id: string): Rules {
  const cells = rules.criteria.map(
    (criterion) => [criterion.id, bareCell(then.grades[criterion.id]?.[id] ?? 0)] as const,
  );
  const gone: Protocol = {
    id,
    name: id,
    tier: 'core',
    summary: '',
    pickWhen: [],
    avoidWhen: [],
    needs: [],
    combinesWith: [],
    cells: Object.fromEntries(cells),
  };
  return { ...rules, protocols: [...rules.protocols.filter((one) => one.id !== id), gone] };
}

function withProtocols(rules: Rules, stays: (protocol: Protocol) => boolean): Rules {
  return { ...rules, protocols: rules.protocols.filter(stays) };
}

function withCell(protocol: Protocol, criterion: string, grade: Grade): Protocol {
  return { ...protocol, cells: { ...protocol.cells, [criterion]: bareCell(grade) } };
}

/** Only the grade counts when protocols are ranked. */
function bareCell(grade: Grade): Cell {
  return { grade, says: '', because: '', source: '' };
}
