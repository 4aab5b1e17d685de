import { NONE } from '../../../core/answers.ts';
import type { AnswerValue, Question } from '../../../core/model.ts';
import { NOT_SURE, optionLabel } from '../../../phrases/questionnaire.ts';

/** A typed line as an answer, or the problem with it. */
export type Reading<Value> = { readonly value: Value } | { readonly problem: string };

/** The numbered lines of a question: its options, then none of these where the question has that. */
export function answerLabels({ options, noneLabel }: Question): string[] {
  return [...options.map(optionLabel), ...(noneLabel === undefined ? [] : [noneLabel])];
}

/** Reads what was typed for a question with options; `null` is "not sure", an empty list none of these. */
export function readOptions(question: Question, line: string): Reading<AnswerValue | null> {
  const { options, kind, noneLabel = '' } = question;
  const several = kind === 'choices' && pickedBy(question, line) === undefined;
  const words = several ? line.split(/[\s,;]+/).filter(Boolean) : [line];
  const picked = words.map((word) => pickedBy(question, word));
  const [first] = picked;
  if (first === undefined || picked.includes(undefined)) return { problem: problemWith(question) };
  if (picked.length > 1 && picked.includes(null)) return { problem: `${NOT_SURE} (0) goes with no other answer.` };
  if (picked.length > 1 && picked.some((one) => typeof one === 'object')) {
    return { problem: `${noneLabel} (${options.length + 1}) goes with no other answer.` };
  }
  if (kind !== 'choices' || typeof first === 'object') return { value: first };
  const given = picked.map(String);
  return { value: options.map(({ value }) => String(value)).filter((id) => given.includes(id)) };
}

/** By the number of its line, its label, or a unique beginning of the label: `y` is yes. */
function pickedBy(question: Question, word: string): AnswerValue | null | undefined {
  const { options, noneLabel } = question;
  if (word === '') return undefined;
  const rows: { readonly label: string; readonly answer: AnswerValue | null }[] = [
    ...options.map(({ label, value }) => ({ label, answer: value })),
    ...(noneLabel === undefined ? [] : [{ label: noneLabel, answer: [] }]),
  ];
  if (/^\d+$/.test(word)) return Number(word) === 0 ? null : rows[Number(word) - 1]?.answer;
  const wanted = word.toLowerCase();
  if (wanted === NOT_SURE.toLowerCase()) return null;
  if (wanted === NONE && noneLabel !== undefined) return [];
  const exact = rows.find(({ label }) => label.toLowerCase() === wanted);
  if (exact) return exact.answer;
  const starting = rows.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  return starting.length === 1 ? starting[0]?.answer : undefined;
}

function problemWith(question: Question): string {
  const numbers = `numbers from 1 to ${answerLabels(question).length}`;
  return question.kind === 'choices'
    ? `Please type ${numbers}, such as 1,2, or 0 if you are not sure.`
    : `Please type one of the ${numbers}, or 0 if you are not sure.`;
}
