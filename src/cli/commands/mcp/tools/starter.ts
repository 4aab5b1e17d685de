import { z } from 'zod';
import { open } from '../../../../documents/open-form.ts';
import { snippetForm } from '../../../../documents/snippet-form.ts';
import { chooseLanguage } from '../../../../starters/choose-language.ts';
import { renderStarter } from '../../../../starters/render.ts';
import type { RenderedStarter } from '../../../../starters/starter.ts';
import { defineTool, type Problems } from '../tool.ts';
import { says } from './parts.ts';

/** In bytes: a program of that size fits into a brief answer, which holds it twice. */
const SMALL = 1200;

const answer = open({
  says,
  ...snippetForm.omit({ files: true, chosenBecause: true }).shape,
  files: z
    .array(
      open({
        path: z.string(),
        bytes: z.number(),
        text: z
          .string()
          .describe('The program; with detail: full, or where all files together are small.')
          .exactOptional(),
      }),
    )
    .describe('In the order in which a reader wants them.'),
});

export const starter = defineTool({
  name: 'starter',
  title: 'Starter program',
  description:
    'A tested starter program of a protocol: how to install and run it, its values, its files; with detail: full their text.',
  fields: ({ protocols, languages }) => ({
    protocol: z.enum(protocols.map(({ id }) => id)).describe('Id of the protocol.'),
    language: z
      .enum(languages.map(({ id }) => id))
      .describe('Default: the one that suits the clients.')
      .exactOptional(),
    role: z.enum(['client', 'server']).describe('Which end. Default: client.').exactOptional(),
    variant: z
      .string()
      .describe(
        'The product or framework that it is for, where there is a choice; a wrong one is answered with those that exist.',
      )
      .exactOptional(),
    set: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .describe('Fills values of the program, such as its endpoint; a call without it lists them.')
      .exactOptional(),
  }),
  answer,
  run({ context: { rules, starters }, fields, input: { answers }, isFull }): z.input<typeof answer> | Problems {
    const { protocol, role = 'client', variant, set = {} } = fields;
    const product = variant === undefined ? {} : { variant };
    const language =
      fields.language ??
      chooseLanguage(rules, starters, { protocol, ...product, role, answers, listFiles: () => [] })?.language ??
      '';
    const rendered = renderStarter(starters, { protocol, language, ...product, role, answers, set });
    if ('problem' in rendered) return { problems: rendered.problem.message.split('\n') };
    return starterAnswer(rendered, isFull);
  },
});

function starterAnswer(rendered: RenderedStarter, isFull: boolean): z.input<typeof answer> {
  const { files, values, survives, ...facts } = rendered;
  const sized = files.map(({ path, text }) => ({ path, text, bytes: Buffer.byteLength(text) }));
  const total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
  const hasText = isFull || total <= SMALL;
  const { protocol, language, role, proof, against } = facts;
  const tested = against === undefined ? proof : `${proof} against ${against}`;
  return {
    says: `A ${role} for ${protocol} in ${language} (${tested}).${hasText ? '' : ' The text of its files comes with detail: full.'}`,
    ...facts,
    ...(survives && { survives: [...survives] }),
    files: sized.map(({ path, bytes, text }) => ({ path, bytes, ...(hasText && { text }) })),
    values: { ...values },
  };
}
