import { z } from 'zod';
import type { Rules } from '../../../../core/model.ts';
import { DECISION_FIELDS, pickFields } from '../../../../documents/decision-fields.ts';
import { precedentForm, savedDecisionForm, warningForm } from '../../../../documents/decision-form.ts';
import { open } from '../../../../documents/open-form.ts';
import { alsoNeeded, relaxationsInWords, sortWarnings } from '../../../../phrases/decision.ts';
import {
  cautionInWords,
  decidingInWords,
  headline,
  isOpen,
  objectionInWords,
  reasonsInWords,
  runnerUpInWords,
} from '../../../../phrases/verdict.ts';
import type { Advice } from '../../../../report/advice.ts';
import { advise } from '../../../../report/advise.ts';
import { LISTING_TOOL } from '../arguments.ts';
import { defineTool } from '../tool.ts';
import { briefConfidence, briefHinge, briefHinges, confidenceOf, FEW, fullPart, says, tenth } from './parts.ts';

const id = z.string();

const answer = open({
  says,
  outcome: savedDecisionForm.shape.outcome,
  protocol: id.nullable().describe('Id of the protocol in first place; null: none is feasible.'),
  score: z.number().describe('0 to 100.').exactOptional(),
  confidence: briefConfidence.exactOptional(),
  because: z.array(z.string()).describe('What speaks for it, the strongest first.'),
  against: z.string().describe('Where the second is better.').exactOptional(),
  needs: z.array(z.string()).describe('What has to be run or arranged in addition.'),
  wayOut: z.array(z.string()).describe('Where none is feasible: what would bring one back.').exactOptional(),
  warnings: z.array(open(warningForm.pick({ id: true, severity: true, says: true, instead: true }).shape)),
  alsoWarns: z.array(id).describe('Ids of further mistakes; the tool explain has them.'),
  hinges: z.array(briefHinge).describe('Open questions whose likely answers would change the advice.'),
  precedents: z.array(
    open(precedentForm.pick({ organisation: true, year: true, chosen: true, agrees: true, source: true }).shape),
  ),
  ranking: z.array(open({ protocol: id, score: z.number() })).describe('The first few.'),
  open: z.number().describe('Number of questions that bear on the decision and have no answer.'),
  decision: fullPart(
    'What `wirewise recommend --json` prints; its schema is the resource wirewise://schemas/decision.',
  ),
});

export const recommend = defineTool({
  name: LISTING_TOOL,
  title: 'Recommend a protocol',
  description:
    'Decides which real-time protocol fits (WebSocket, SSE, MQTT, AMQP, WebRTC, polling and others), why, how sure that is, and which mistakes to avoid. Give what is known; leave out what is not: never invent an answer. Where confidence.level is close, ask the user the question of the first hinge.',
  listsQuestions: true,
  fields: () => ({
    fields: z
      .array(z.enum(DECISION_FIELDS))
      .describe(
        'With detail: full: only these fields of the decision, such as command, the command line that gives it again.',
      )
      .exactOptional(),
  }),
  answer,
  expendable: ['ranking', 'precedents', 'hinges', 'alsoWarns', 'because', 'wayOut', 'needs', 'warnings'],
  run({ context, fields: { fields }, input, core, isFull }) {
    if (fields && !isFull) return { problems: ['Expected detail: "full" with "fields".'] };
    const { rules, starters, ...origin } = context;
    const advice = advise(rules, starters, {
      ...input,
      ...origin,
      core,
      robustness: false,
      starter: false,
      listFiles: () => [],
    });
    const brief = briefAdvice(advice, rules);
    return isFull ? { ...brief, decision: pickFields(advice, fields ?? DECISION_FIELDS) } : brief;
  },
});

function briefAdvice(advice: Advice, rules: Rules) {
  const { recommendation, outcome, ranking, hinges, precedents, unknown } = advice;
  const { mistakes, remarks, notes } = sortWarnings(advice, rules);
  const against = objectionInWords(advice, rules);
  return {
    says: verdict(advice, rules),
    outcome,
    protocol: recommendation?.protocol ?? null,
    ...(recommendation && { score: tenth(recommendation.score) }),
    ...(recommendation?.confidence && { confidence: confidenceOf(recommendation.confidence) }),
    because: reasonsInWords(advice, rules).slice(0, FEW),
    ...(against !== '' && { against }),
    needs: [...alsoNeeded(advice).items].slice(0, FEW),
    ...(!recommendation && { wayOut: relaxationsInWords(advice, rules).slice(0, FEW) }),
    warnings: mistakes
      .slice(0, 2)
      .map(({ id, severity, says: text, instead }) => ({ id, severity, says: text, instead })),
    alsoWarns: [...mistakes.slice(2), ...remarks, ...notes].map(({ id }) => id),
    hinges: briefHinges(hinges, rules),
    precedents: precedents.slice(0, 2).map(({ organisation, year, chosen, agrees, source }) => ({
      organisation,
      year,
      chosen: [...chosen],
      agrees,
      source,
    })),
    ranking: ranking.slice(0, FEW).map(({ protocol, score }) => ({ protocol, score: tenth(score) })),
    open: unknown.length,
  };
}

function verdict(advice: Advice, rules: Rules): string {
  const deciding =
    isOpen(advice) && advice.hinges.length === 0
      ? 'No open question decides between them: the tool compare shows what each is better at.'
      : decidingInWords(advice, rules);
  return [`${headline(advice)}.`, runnerUpInWords(advice), cautionInWords(advice), deciding].filter(Boolean).join(' ');
}
