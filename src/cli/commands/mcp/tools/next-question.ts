import { z } from 'zod';
import { decide } from '../../../../core/decide.ts';
import type { Decision } from '../../../../core/decision.ts';
import type { Preset, Question, Rules } from '../../../../core/model.ts';
import { open } from '../../../../documents/open-form.ts';
import { hingeCondition } from '../../../../phrases/hinges.ts';
import { numberLimits } from '../../../../phrases/questionnaire.ts';
import { criterionLabel } from '../../../../phrases/values.ts';
import { winnerInWords } from '../../../../phrases/verdict.ts';
import { joined } from '../../../../text/lists.ts';
import { acceptedUnits } from '../../../../text/quantity.ts';
import type { Lookout } from '../../../wizard/interview.ts';
import { lookAhead } from '../../../wizard/next-question.ts';
import { adviceSentence, confidenceSentence, PRESET_MENU, standingSentence } from '../../../wizard/phrases.ts';
import { defineTool } from '../tool.ts';
import { briefConfidence, confidenceOf, FEW } from './parts.ts';

const choiceForm = open({
  value: z.union([z.string(), z.boolean(), z.number()]).describe('What to give as the answer.'),
  label: z.string(),
  help: z.string().exactOptional(),
  usual: z.literal(true).describe('The answer that most teams give.').exactOptional(),
});

const questionForm = open({
  id: z.string().describe('The key under "answers"; "preset" is an argument of its own.'),
  kind: z.enum(['choice', 'choices', 'boolean', 'number']),
  asks: z.string().describe('What to ask the user.'),
  help: z.string(),
  why: z.string().describe('Why the answer matters now.'),
  choices: z.array(choiceForm).describe('Empty for a number.'),
  limits: z.string().describe('Of a number: its unit and bounds.').exactOptional(),
});

const answer = open({
  status: z.enum(['ask', 'decided']).describe('ask: put this question; decided: more answers would hardly change it.'),
  question: questionForm.exactOptional(),
  progress: open({
    answered: z.number(),
    left: z.number().describe('The most questions that are worth asking from here; most interviews need fewer.'),
    standing: z.string().describe('What leads so far; empty while nothing is answered.'),
  }),
  advice: open({
    says: z.string().describe('The advice, no surer than its confidence.'),
    protocol: z.string().nullable(),
    confidence: briefConfidence.exactOptional(),
    detail: z.string().describe('What is open, what the confidence means.'),
    mayStillChange: z.array(z.string()).describe('Ids of open questions that are worth asking all the same.'),
  })
    .describe('When decided. The tool recommend has reasons and warnings.')
    .exactOptional(),
});

export const nextQuestion = defineTool({
  name: 'next_question',
  title: 'Next question of the interview',
  description:
    'Runs the interview: returns the most informative question, with its choices, or reports that the advice is decided. Put the question to the user, add the answer to "answers", and call again with all answers so far; null means "not sure". Then call recommend with the same answers.',
  fields: ({ presets, questions }) => ({
    fromScratch: z
      .boolean()
      .describe(`Leave out the first question, which of ${presets.length} use cases fits. Default: false.`)
      .exactOptional(),
    question: z
      .enum(questions.map(({ id }) => id))
      .describe('Describe this question instead of the most telling one.')
      .exactOptional(),
  }),
  answer,
  run({
    context: { rules },
    fields: { fromScratch = false, question: wanted },
    input,
    unsure,
    core,
  }): z.input<typeof answer> {
    const { answers, overrides, preset } = input;
    const asked = new Set(unsure);
    const isStart = Object.keys(answers).length === 0 && asked.size === 0 && !preset && !fromScratch;
    const decision = decide(rules, answers, { core, ...(overrides && { overrides }) });
    const lookout = lookAhead({ rules, overrides, core }, answers, asked, new Set());
    const named = rules.questions.find(({ id }) => id === wanted);
    const progress = {
      answered: Object.keys(answers).length,
      left: lookout.most,
      standing: Object.keys(answers).length > 0 ? standingSentence(decision) : '',
    };
    if (named) return { status: 'ask', question: describe(named, decision, rules), progress };
    if (isStart && rules.presets.length > 0) return { status: 'ask', question: useCases(rules.presets), progress };
    if (lookout.isSettled || !lookout.next) return { status: 'decided', progress, advice: adviceOf(decision, lookout) };
    return { status: 'ask', question: describe(lookout.next, decision, rules), progress };
  },
});

/** The first menu of the wizard. */
function useCases(presets: readonly Preset[]): z.input<typeof questionForm> {
  return {
    id: 'preset',
    kind: 'choice',
    asks: PRESET_MENU.asks,
    help: `${PRESET_MENU.help} Where none fits: call again with fromScratch: true.`,
    why: 'Typical answers save most questions.',
    choices: presets.map(({ id, title }) => ({ value: id, label: title })),
  };
}

function describe(question: Question, decision: Decision, rules: Rules): z.input<typeof questionForm> {
  const { id, kind, asks, help, unit, options } = question;
  const limits = numberLimits(question);
  return {
    id,
    kind,
    asks,
    help: help.trim(),
    why: whyInWords(question, decision, rules),
    choices:
      kind === 'number'
        ? []
        : options.map(({ value, label, help: more, usual }) => ({
            value,
            label,
            ...(more !== undefined && { help: more.trim() }),
            ...(usual && { usual }),
          })),
    ...(kind === 'number' && {
      limits: `${limits}${limits ? '; ' : ''}or text with ${joined(acceptedUnits(unit), 'or')}`,
    }),
  };
}

/** What an answer would change: the winner, where a likely one alone does; otherwise the criteria that it weighs. */
function whyInWords({ id, options }: Question, { hinges }: Decision, rules: Rules): string {
  const own = hinges.filter(({ question }) => question === id);
  if (own.length > 0)
    return own.map((hinge) => `${hingeCondition(hinge, rules)}, ${winnerInWords(hinge.winner, rules)}.`).join(' ');
  const effects = options.flatMap((option) => option.effects);
  const criteria = new Set(
    effects.flatMap(({ requires, weighs }) => [...Object.keys(requires), ...Object.keys(weighs)]),
  );
  const labels = [...criteria].slice(0, FEW).map((criterion) => criterionLabel(rules, criterion));
  return labels.length > 0 ? `It bears on: ${joined(labels)}.` : 'It bears on the figures and the starter.';
}

function adviceOf(decision: Decision, lookout: Lookout) {
  const { recommendation } = decision;
  const { detail, hinges } = lookout.stop();
  return {
    says: adviceSentence(decision),
    protocol: recommendation?.protocol ?? null,
    ...(recommendation?.confidence && { confidence: confidenceOf(recommendation.confidence) }),
    detail: `${detail} ${confidenceSentence(decision)}`,
    mayStillChange: hinges.map(({ id }) => id),
  };
}
