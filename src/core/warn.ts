import { type Facts, holds } from './condition/evaluate.ts';
import type { Estimate, Warning } from './decision.ts';
import { estimateSaving } from './estimate.ts';
import type { Mistake, Severity } from './mistake.ts';
import type { Answers, AnswerValue, Rules } from './model.ts';

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } satisfies Record<Severity, number>;

/** The mistakes that these answers and this ranking make likely: errors first, then in the order of the rules. */
export function findMistakes(
  rules: Rules,
  answers: Answers,
  first: readonly string[],
  feasible: readonly string[],
): Warning[] {
  const estimates = new Map(rules.models.map((model) => [model.id, estimateSaving(model, answers, first)]));
  const ranked: Facts = { answers, first, feasible };
  return possibleMistakes(rules, first)
    .flatMap((mistake) => {
      const estimate = mistake.estimate === undefined ? undefined : estimates.get(mistake.estimate);
      // The low end, so that a saving is never overstated.
      const facts = estimate ? { ...ranked, saving: estimate.savingLow ?? estimate.saving } : ranked;
      const fires = holds(mistake.when, facts) && !holds(mistake.unless, facts);
      return fires ? [toWarning(mistake, answers, estimate)] : [];
    })
    .sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]);
}

const possible = new WeakMap<Rules, Map<string, readonly Mistake[]>>();

/** Those that are not of other protocols than the one in first place, as most are. */
function possibleMistakes(rules: Rules, first: readonly string[]): readonly Mistake[] {
  const [only = '', ...others] = first;
  if (others.length > 0) return rules.mistakes;
  const byFirst = possible.get(rules) ?? new Map<string, readonly Mistake[]>();
  possible.set(rules, byFirst);
  const known = byFirst.get(only) ?? rules.mistakes.filter(({ when }) => when.first?.includes(only) ?? true);
  byFirst.set(only, known);
  return known;
}

function toWarning(mistake: Mistake, answers: Answers, estimate: Estimate | undefined): Warning {
  return {
    id: mistake.id,
    severity: mistake.severity,
    title: mistake.title,
    says: fillAnswers(mistake.says, answers),
    instead: fillAnswers(mistake.instead, answers),
    source: mistake.source,
    ...(estimate && { estimate }),
  };
}

function fillAnswers(text: string, answers: Answers): string {
  if (!text.includes('{')) return text;
  return text.replace(/\{([a-z0-9-]+)\}/g, (placeholder, question: string) => {
    const answer = answers[question];
    return answer === undefined ? placeholder : inWords(answer);
  });
}

function inWords(answer: AnswerValue): string {
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  return typeof answer === 'object' ? answer.join(', ') : String(answer);
}
