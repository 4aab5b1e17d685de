import { evaluate, holds } from '../../core/condition/evaluate.ts';
import { mayBePut } from '../../core/interview/next-question.ts';
import type { Answers, AnswerValue, Preset, Question } from '../../core/model.ts';
import type { PresetName } from '../../core/overrides.ts';
import type { InterviewPlan } from './interview.ts';
import { answerLine, droppedRemark, givenRemark, presetRemark } from './phrases.ts';
import type { TranscriptLine } from './prompts/prompter.ts';

/** The current step of the interview. */
export type Position =
  | { readonly kind: 'presets' }
  /** Asking the questions except the parked ones, then the review. */
  | { readonly kind: 'asking'; readonly parked: ReadonlySet<string> }
  | { readonly kind: 'editing'; readonly question: Question }
  | { readonly kind: 'review' };

/** The state of the interview. It is immutable; going back restores an earlier state. */
export interface State {
  /** In the order of the questionnaire. */
  readonly answers: Answers;
  /** Ids of the questions that were asked and answered, including with "not sure". */
  readonly asked: ReadonlySet<string>;
  readonly transcript: readonly TranscriptLine[];
  readonly at: Position;
  /** The use case whose answers these started from. */
  readonly preset?: PresetName;
  /** How many questions were put, changes in the review not counted. */
  readonly put: number;
  /** Number of the question after which the wizard stops at the latest: it never grows by itself. Absent before the first. */
  readonly last?: number;
  /** Ids of questions to ask before others, because their answers could still change the advice. */
  readonly wanted: readonly string[];
  /** Whether to ask further questions although none can change the result. */
  readonly thorough: boolean;
}

export const ASKING: Position = { kind: 'asking', parked: new Set() };

/** The state before the first step. */
export function startOf({ rules, answers, presets }: InterviewPlan): State {
  const given = rules.questions.filter(({ id }) => answers[id] !== undefined).length;
  return {
    answers,
    asked: new Set(),
    transcript: given > 0 ? [{ text: givenRemark(given) }] : [],
    at: presets.length > 0 ? { kind: 'presets' } : ASKING,
    put: 0,
    wanted: [],
    thorough: false,
  };
}

/** The state after choosing a use case: it has the answers of the use case. */
export function withPreset(state: State, questions: readonly Question[], { id, title, answers }: Preset): State {
  const given = inOrderOf(questions, { ...state.answers, ...answers });
  const count = Object.keys(answers).length;
  return {
    ...state,
    answers: given,
    transcript: [...state.transcript, { text: presetRemark(title, count) }],
    at: ASKING,
    preset: { id, title },
  };
}

/**
 * The state after an answer. Answers to questions that no longer apply are dropped, and the transcript reports it.
 *
 * @param answer `null` for "not sure": the question stays unanswered
 */
export function withAnswer(
  state: State,
  questions: readonly Question[],
  question: Question,
  answer: AnswerValue | null,
): Pick<State, 'answers' | 'asked' | 'transcript'> {
  const given = { ...state.answers };
  if (answer === null) delete given[question.id];
  else given[question.id] = answer;
  const dropped = dependentsOf(questions, state, given);
  for (const { id } of dropped) delete given[id];
  const gone = new Set([question, ...dropped].map(({ id }) => id));
  const droppedIds = new Set(dropped.map(({ id }) => id));
  const known = dropped.filter(({ id }) => state.answers[id] !== undefined);
  return {
    answers: inOrderOf(questions, given),
    asked: new Set([...state.asked, question.id].filter((id) => !droppedIds.has(id))),
    transcript: [
      ...state.transcript.filter((line) => line.question === undefined || !gone.has(line.question)),
      { question: question.id, text: answerLine(question, answer) },
      ...known.map(({ id, label }) => ({
        question: id,
        text: droppedRemark(label),
        remark: true as const,
      })),
    ],
  };
}

/** The questions that apply and were neither asked nor answered. */
export function openQuestions(
  questions: readonly Question[],
  { answers, asked }: Pick<State, 'answers' | 'asked'>,
): Question[] {
  return questions.filter(
    (question) => answers[question.id] === undefined && !asked.has(question.id) && mayBePut(question, answers, asked),
  );
}

/** Answered questions that no longer apply, including those that depended on them, and so on. */
function dependentsOf(questions: readonly Question[], before: State, after: Answers): Question[] {
  const settled = questions.filter(({ id }) => before.answers[id] !== undefined || before.asked.has(id));
  const left = { ...after };
  const dropped = new Set<Question>();
  for (let found = true; found; ) {
    const next = settled.find((one) => !dropped.has(one) && isGone(one, before, left));
    if (next) {
      dropped.add(next);
      delete left[next.id];
    }
    found = next !== undefined;
  }
  return [...dropped];
}

/** Whether a question applied, or was put because it might, and now does not. */
function isGone({ id, when }: Question, before: State, answers: Answers): boolean {
  if (when === undefined) return false;
  if (holds(when, before)) return !holds(when, { answers });
  return before.asked.has(id) && evaluate(when, { answers }) === false;
}

function inOrderOf(questions: readonly Question[], answers: Answers): Answers {
  return Object.fromEntries(
    questions.flatMap(({ id }) => {
      const answer = answers[id];
      return answer === undefined ? [] : [[id, answer]];
    }),
  );
}
