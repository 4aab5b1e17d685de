import { z } from 'zod';
import { compareProtocols, type Explanation } from '../../../../core/explain.ts';
import type { Rules } from '../../../../core/model.ts';
import { open } from '../../../../documents/open-form.ts';
import { whyItCounts } from '../../../../phrases/decision.ts';
import { criterionLabel } from '../../../../phrases/values.ts';
import { defineTool, type Problems } from '../tool.ts';
import { breaksInWords, briefHinge, briefHinges, fullPart, says, tenth } from './parts.ts';

/** Criteria told in a brief answer. */
const MOST_DIFFERENCES = 6;

const answer = open({
  says,
  protocols: z.array(open({ protocol: z.string(), score: z.number().nullable().describe('null: excluded.') })),
  differences: z
    .array(
      open({
        criterion: z.string(),
        label: z.string(),
        grades: z.array(z.number()).describe('Of the first and of the second, 0 to 4.'),
        points: z.number().describe('Points that the first gains here; below 0 it loses.'),
        because: z.string().describe('Why the criterion counts.'),
      }),
    )
    .describe('Where they differ, largest first.'),
  hinges: z.array(briefHinge).describe('Open questions whose likely answers reverse their order.'),
  comparison: fullPart('What `wirewise compare --json` prints.'),
});

export const compare = defineTool({
  name: 'compare',
  title: 'Compare two protocols',
  description: 'Two protocols side by side with these answers: where each gains and loses, and what would reverse it.',
  fields: ({ protocols }) => ({
    protocols: z
      .array(z.enum(protocols.map(({ id }) => id)))
      .length(2)
      .describe('Ids of two protocols.'),
  }),
  answer,
  expendable: ['hinges', 'differences'],
  run({ context: { rules }, fields: { protocols: ids }, input, isFull }): z.input<typeof answer> | Problems {
    const [a, b] = ids;
    if (a === undefined || b === undefined || a === b)
      return { problems: ['Expected two different ids in "protocols".'] };
    const comparison = compareProtocols(rules, input.answers, input.overrides ?? {}, [a, b]);
    const { protocols, differences, hinges } = comparison;
    return {
      says: protocols.map((one) => standing(one, rules)).join(' '),
      protocols: protocols.map(({ protocol, score }) => ({ protocol, score: score === null ? null : tenth(score) })),
      differences: differences.slice(0, MOST_DIFFERENCES).map(({ criterion, grades, points, because }) => ({
        criterion,
        label: criterionLabel(rules, criterion),
        grades: [...grades],
        points: tenth(points),
        because: whyItCounts({ criterion, because }, rules),
      })),
      hinges: briefHinges(hinges, rules),
      ...(isFull && { comparison: { ...comparison } }),
    };
  },
});

function standing({ name, score, breaks, forbidden }: Explanation, rules: Rules): string {
  return score === null
    ? `${name} is excluded: ${breaksInWords(breaks, forbidden, rules)}`
    : `${name} has ${tenth(score)} of 100 points.`;
}
