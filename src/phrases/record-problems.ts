/** The problems of a recorded decision and their causes, in one line each. */
import type { Breach } from '../core/decision.ts';
import type { AnswerValue, Rules } from '../core/model.ts';
import { type Change, isEdit } from '../core/record/changes.ts';
import type { Problem, RecordedDecision } from '../core/record/check-record.ts';
import type { CheckCause } from '../core/record/check-report.ts';
import type { Loss } from '../core/record/losses.ts';
import { joined, uncapitalise } from '../text/lists.ts';
import { answerInWords, causeInWords, criterionLabel, gradeInWords, points } from './values.ts';

/** One sentence. */
export function problemInWords(rules: Rules, record: RecordedDecision, problem: Problem): string {
  const { decision } = record;
  switch (problem.rule) {
    case 'excluded': {
      const { breaks, because, forbidden } = problem;
      if (forbidden) return `${forbidden.pack} forbids ${decision}: ${forbidden.because}`;
      const misses = breaks.map(
        (breach) => `${criterionLabel(rules, breach.criterion)}: ${missInWords(breach, rules)}`,
      );
      const now = problem.changes.some(({ change }) => change.kind !== 'decision') ? 'now ' : '';
      const exclude = because.length > 1 ? 'exclude' : 'excludes';
      return `${because.map(causeInWords).join(', ')} ${now}${exclude} ${decision} (${misses.join('; ')}).`;
    }
    case 'outranked': {
      const { own, first } = problem;
      const rivals = joined(first.map(({ protocol }) => protocol));
      const [own1, first1] = apart(own.score, first[0]?.score ?? own.score);
      const now = record.basis ? 'now ' : '';
      return `${decision} ${now}ranks ${own.rank}, with ${own1} of 100; ${rivals} ${first.length > 1 ? 'are' : 'is'} first, with ${first1}.`;
    }
    case 'unaccepted-warning': {
      const { id, title, severity } = problem.warning;
      return `${severity} ${id} is not accepted: ${title}.`;
    }
    case 'idle-acceptance':
      return `${problem.mistake} is accepted, but there is no such warning now. Remove it.`;
  }
}

/** What its grade means; with the numbers where the rules have no words for it. */
function missInWords({ criterion, grade, minimum }: Breach, rules: Rules): string {
  const meaning = gradeInWords(rules, criterion, grade);
  return meaning ? uncapitalise(meaning).replace(/[.]$/, '') : `grade ${grade}, requires ${minimum}`;
}

/** Two scores with one decimal, or four if they would look the same. */
function apart(one: number, other: number): readonly [string, string] {
  if (points(one) !== points(other)) return [points(one), points(other)];
  return [one.toFixed(4), other.toFixed(4)];
}

/** The causes, as far as they are known. */
export function causesInWords(rules: Rules, record: RecordedDecision, problem: Problem): CheckCause[] {
  if (problem.rule === 'idle-acceptance') return [];
  const who = whoChangedRules(rules, record);
  const changes = problem.changes.map(({ change, isDecisive }) => ({
    says: isEdit(change) ? editInWords(change) : `rules: ${who} ${ruleChangeInWords(change)}`,
    change,
    isDecisive,
  }));
  const isJoint = changes.length > 1 && changes.every(({ isDecisive }) => !isDecisive);
  const other = otherCauses(rules, record, problem, who).map((says) => ({ says }));
  return [
    ...(isJoint ? [{ says: 'No single change caused it. All changes that concern it:' }] : []),
    ...changes,
    ...other,
  ];
}

function otherCauses(
  rules: Rules,
  { basis, decision }: RecordedDecision,
  problem: Exclude<Problem, { rule: 'idle-acceptance' }>,
  who: string,
): string[] {
  if (problem.rule === 'unaccepted-warning') {
    const { instead, id } = problem.warning;
    const isOfRules = basis && problem.isNew && problem.changes.length === 0;
    return [
      ...(isOfRules ? [`rules: ${who} changed when to warn of it`] : []),
      `Instead: ${instead}`,
      `See "wirewise explain --mistake ${id}". To accept it, write ${id} under accepts.`,
    ];
  }
  if (problem.changes.length > 0 || (problem.rule === 'excluded' && problem.forbidden)) return [];
  if (problem.rule === 'outranked' && problem.turning.length > 0) {
    return problem.turning.map((cause) => `Without ${causeInWords(cause)}, ${decision} would be first`);
  }
  if (problem.rule === 'outranked' && !basis) return problem.losses.map((loss) => lossInWords(rules, loss));
  return basis ? ['Nothing that concerns it has changed since it was recorded'] : [];
}

function lossInWords(rules: Rules, { criterion, points: lost, grade, winnersGrade, because }: Loss): string {
  const why = because.length > 0 ? because.map(causeInWords).join(', ') : 'by default';
  return `${criterionLabel(rules, criterion)} (${why}) costs ${points(lost)} points: grade ${grade} against ${winnersGrade}`;
}

function editInWords(change: Change): string {
  if (change.kind === 'decision') return `decision: ${change.to}, was ${change.from}`;
  if (change.kind === 'all') return `all: ${change.to}, was ${change.from}`;
  if (change.kind === 'answer') {
    const { question, from, to } = change;
    if (to === null) return `${question}: left open now, was ${inWords(from)}`;
    return from === null ? `${question}: ${inWords(to)} is new` : `${question}: ${inWords(to)}, was ${inWords(from)}`;
  }
  if (change.kind !== 'override') return '';
  const { override, criterion, from, to } = change;
  if (to === null) return `${override} of ${criterion}: not set now, was ${from}`;
  return `${override} of ${criterion}: ${to}${from === null ? ' is new' : `, was ${from}`}`;
}

/** A change of the rules; the sentence begins with the pack. */
function ruleChangeInWords(change: Change): string {
  switch (change.kind) {
    case 'effect': {
      const { question, answer, effect, criterion, from, to } = change;
      const asks = effect === 'weighs' ? 'weight' : 'minimum';
      return `changed what ${question}: ${inWords(answer)} asks of ${criterion}: ${asks} ${to ?? 'none'}, was ${from ?? 'none'}`;
    }
    case 'baseline': {
      const { criterion, from, to } = change;
      if (from === null) return `added the criterion ${criterion}, with weight ${to}`;
      if (to === null) return `removed the criterion ${criterion}, which had weight ${from}`;
      return `changed the baseline weight of ${criterion} from ${from} to ${to}`;
    }
    case 'grade':
      return `changed ${change.protocol}.${change.criterion} from ${change.from} to ${change.to}`;
    case 'protocol':
      return `${change.change === 'new' ? 'added' : 'removed'} the protocol ${change.protocol}`;
    default:
      return '';
  }
}

/** The packs that may have caused a change, by their names and versions. */
function whoChangedRules({ packs, digest }: Rules, { basis }: RecordedDecision): string {
  if (!basis) return 'an unknown pack';
  const changed = packs.filter((pack) => !basis.packs.includes(pack));
  if (changed.length > 0) return changed.join(' or ');
  const gone = basis.packs.filter((pack) => !packs.includes(pack));
  if (gone.length > 0) return `leaving out ${gone.join(' and ')}`;
  // The same versions with another digest: a pack was edited without a new version.
  return basis.digest === digest ? packs.join(' + ') : `an edit of ${packs.join(' or ')} under the same version`;
}

function inWords(answer: AnswerValue | null): string {
  return answer === null ? 'open' : answerInWords(answer);
}
