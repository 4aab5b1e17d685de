/** Parts of answers that several tools share: their forms, taken from the form of a decision, and how they are filled. */
import { z } from 'zod';
import type { Breach, Confidence, Decision, Hinge } from '../../../../core/decision.ts';
import type { Rules } from '../../../../core/model.ts';
import { confidenceForm, hingeForm } from '../../../../documents/decision-form.ts';
import { open } from '../../../../documents/open-form.ts';
import { exclusionInWords } from '../../../../phrases/decision.ts';
import { questionAsks } from '../../../../phrases/labels.ts';

/** Where an answer stays brief: as many entries of a list. */
export const FEW = 3;

export const says = z.string().describe('The answer in a few sentences.');

/** What only `detail: full` adds, which has a schema of its own. */
export function fullPart(what: string) {
  return z.looseObject({}).describe(`With detail: full. ${what}`).exactOptional();
}

export const briefConfidence = open(confidenceForm.shape);

/** Shares to two decimals. */
export function confidenceOf({ level, strict, fair, cases }: Confidence) {
  return { level, cases, strict: rounded(strict, 100), fair: rounded(fair, 100) };
}

export const briefHinge = open({ ...hingeForm.shape, asks: z.string().describe('The question.') });

/** The most likely ones, each with its question. */
export function briefHinges(hinges: readonly Hinge[], rules: Rules, most = FEW) {
  return hinges.slice(0, most).map(({ question, answer, winner, likelihood }) => ({
    question,
    asks: questionAsks(rules, question),
    answer: typeof answer === 'object' ? [...answer] : answer,
    winner,
    likelihood: rounded(likelihood, 100),
  }));
}

/** A score or points to one decimal, as every report rounds them. */
export function tenth(points: number): number {
  return rounded(points, 10);
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

/** Why a protocol is excluded, in sentences. */
export function breaksInWords(
  breaks: readonly Breach[],
  forbidden: Decision['excluded'][number]['forbidden'],
  rules: Rules,
) {
  return exclusionInWords({ breaks, ...(forbidden && { forbidden }) }, rules);
}
