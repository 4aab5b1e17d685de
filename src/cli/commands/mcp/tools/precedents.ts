import { z } from 'zod';
import { precedentForm } from '../../../../documents/decision-form.ts';
import { open } from '../../../../documents/open-form.ts';
import { listPrecedents } from '../../precedents/list-precedents.ts';
import { defineTool } from '../tool.ts';
import { says } from './parts.ts';

const MOST = 50;

const answer = open({
  says,
  total: z.number().describe('Number of published decisions before the limit.'),
  precedents: z
    .array(
      open({
        ...precedentForm.shape,
        similarity: z.number().nullable().describe('0 to 1; null: nothing was answered.'),
        agrees: z.boolean().nullable().describe('Whether they run what is advised; null: nothing was answered.'),
      }),
    )
    .describe('Nearest to the answers first; without answers newest first.'),
});

export const precedents = defineTool({
  name: 'precedents',
  title: 'Published decisions',
  description:
    'What teams with similar needs published: who, when, what they run, the source, and whether it agrees with the advice. They inform; they do not score.',
  fields: ({ protocols }) => ({
    protocol: z
      .enum(protocols.map(({ id }) => id))
      .describe('Only decisions that chose this protocol.')
      .exactOptional(),
    limit: z.int().min(1).max(MOST).describe('How many; default 4 (20 with detail: full).').exactOptional(),
  }),
  answer,
  run({ context: { rules }, fields: { protocol, limit }, input, core, isFull }) {
    const list = listPrecedents(rules, input, { protocol, limit: limit ?? (isFull ? 20 : 4), core });
    const agreeing = list.precedents.filter(({ agrees }) => agrees).length;
    const isCompared = list.precedents.some(({ agrees }) => agrees !== null);
    return {
      says: `${list.precedents.length} of ${list.total} published decisions${isCompared ? `; ${agreeing} of these agree with the advice` : ''}.`,
      total: list.total,
      precedents: list.precedents.map(({ id, title, organisation, year, source, chosen, similarity, agrees }) => ({
        id,
        title,
        organisation,
        year,
        source,
        chosen: [...chosen],
        similarity: similarity === null ? null : Math.round(similarity * 100) / 100,
        agrees,
      })),
    };
  },
});
