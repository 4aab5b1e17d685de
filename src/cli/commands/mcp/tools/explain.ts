import { z } from 'zod';
import { type Explanation, explainProtocol } from '../../../../core/explain.ts';
import type { Mistake } from '../../../../core/mistake.ts';
import { BEST_GRADE, type Criterion, type Rules } from '../../../../core/model.ts';
import { criterionId } from '../../../../core/overrides.ts';
import { isRanked } from '../../../../core/ranking/rank.ts';
import { open } from '../../../../documents/open-form.ts';
import { whyItCounts } from '../../../../phrases/decision.ts';
import { criterionLabel } from '../../../../phrases/values.ts';
import { expectedNames } from '../../../../text/did-you-mean.ts';
import { capitalise } from '../../../../text/lists.ts';
import { quote } from '../../../../text/printable.ts';
import { defineTool, type Problems, type ToolRequest } from '../tool.ts';
import { breaksInWords, briefHinge, briefHinges, FEW, fullPart, says, tenth } from './parts.ts';

const cellForm = open({
  criterion: z.string(),
  weight: z.number(),
  grade: z.number().describe('0 cannot, 1 poor, 2 partial, 3 good, 4 native.'),
  points: z.number().describe('What it adds to the score.'),
  says: z.string().describe('The grade in words.'),
  because: z.string().describe('Why the criterion counts.'),
  source: z.string().describe('Where the grade comes from.'),
});

const answer = open({
  says,
  rank: z.number().nullable().describe('null: excluded.').exactOptional(),
  score: z.number().nullable().exactOptional(),
  strengths: z.array(cellForm).describe('The criteria with most points.').exactOptional(),
  weaknesses: z.array(cellForm).describe('The criteria that cost most points.').exactOptional(),
  excludedBecause: z.string().exactOptional(),
  hinges: z.array(briefHinge).describe('Open questions that would put it first, or change that it is.').exactOptional(),
  grades: z
    .array(open({ protocol: z.string(), grade: z.number(), says: z.string() }))
    .describe('Of a criterion: every protocol, the best first.')
    .exactOptional(),
  mistake: open({
    trigger: z.string().describe('When it is reported.'),
    guard: z.string().describe('When it is not.'),
    instead: z.string(),
    source: z.string(),
  }).exactOptional(),
  explanation: fullPart('What `wirewise explain --json` prints.'),
});

const fields = ({ protocols }: Rules) => ({
  protocol: z
    .enum(protocols.map(({ id }) => id))
    .describe('Explain the rank of this protocol.')
    .exactOptional(),
  criterion: z.string().describe('Or explain this criterion: an id.').exactOptional(),
  mistake: z.string().describe('Or explain this mistake: the id of a warning.').exactOptional(),
});

type Fields = z.output<z.ZodObject<ReturnType<typeof fields>>>;
type Answer = z.input<typeof answer>;

export const explain = defineTool({
  name: 'explain',
  title: 'Explain a rank, a criterion or a mistake',
  description:
    'Why a protocol ranks where it does with these answers: its strengths and weaknesses with grades and sources, or why it is excluded. Or what a criterion or a known mistake means. Give one of protocol, criterion, mistake.',
  fields,
  answer,
  expendable: ['hinges', 'weaknesses', 'strengths', 'grades'],
  run(request): Answer | Problems {
    const { rules } = request.context;
    const { protocol, criterion, mistake } = request.fields;
    if ([protocol, criterion, mistake].filter((one) => one !== undefined).length !== 1)
      return { problems: ['Expected one of "protocol", "criterion", "mistake".'] };
    if (protocol !== undefined) return protocolAnswer(request, protocol);
    if (criterion !== undefined) {
      const found = rules.criteria.find(({ id }) => id === (criterionId(rules, criterion) ?? criterion));
      return found ? criterionAnswer(found, rules) : unknown('criterion', criterion, rules.criteria);
    }
    const found = rules.mistakes.find(({ id }) => id === mistake);
    return found ? mistakeAnswer(found) : unknown('mistake', mistake ?? '', rules.mistakes);
  },
});

function unknown(kind: string, id: string, known: readonly { readonly id: string }[]): Problems {
  const ids = known.map((one) => one.id);
  return { problems: [`Unknown ${kind} ${quote(id)}.${expectedNames(id, ids)}`] };
}

function protocolAnswer({ context, input, core, isFull }: ToolRequest<Fields>, id: string): Answer {
  const { rules } = context;
  const explanation = explainProtocol(rules, input.answers, input.overrides ?? {}, isRanked(core), id);
  const { rank, of, score, name, contributions, breaks, forbidden, hinges } = explanation;
  const lost = (one: Explanation['contributions'][number]) => one.weight * (BEST_GRADE - one.grade);
  const weaknesses = contributions.filter((one) => lost(one) > 0).sort((a, b) => lost(b) - lost(a));
  const summary = rules.protocols.find((one) => one.id === id)?.summary ?? '';
  return {
    says: `${rank === null ? `${name} is excluded.` : `${name} ranks ${rank} of ${of}, with ${tenth(score ?? 0)} of 100 points.`} ${summary}`,
    rank,
    score: score === null ? null : tenth(score),
    strengths: contributions.slice(0, FEW).map((one) => cellOf(one, rules)),
    weaknesses: weaknesses.slice(0, FEW).map((one) => cellOf(one, rules)),
    ...(rank === null && { excludedBecause: breaksInWords(breaks, forbidden, rules) }),
    hinges: briefHinges(hinges, rules),
    ...(isFull && { explanation: { ...explanation } }),
  };
}

function cellOf(
  { cell, criterion, weight, grade, points, because }: Explanation['contributions'][number],
  rules: Rules,
) {
  return {
    criterion,
    weight,
    grade,
    points: tenth(points),
    says: `${criterionLabel(rules, criterion)}: ${cell.says}`,
    because: whyItCounts({ criterion, because }, rules),
    source: cell.source,
  };
}

function criterionAnswer({ id, label, asks, baseline }: Criterion, { protocols }: Rules): Answer {
  const grades = protocols.flatMap(({ id: protocol, cells }) => {
    const cell = cells[id];
    return cell ? [{ protocol, grade: cell.grade, says: cell.says }] : [];
  });
  return {
    says: `${label}: ${asks} Its weight before any answer is ${baseline}.`,
    grades: grades.sort((a, b) => b.grade - a.grade),
  };
}

function mistakeAnswer({ title, severity, says: consequence, trigger, guard, instead, source }: Mistake): Answer {
  return {
    says: `${title} (${severity}). ${capitalise(consequence)}`,
    mistake: { trigger, guard, instead, source },
  };
}
