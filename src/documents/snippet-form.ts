/** The form of a starter program as JSON. */
import { z } from 'zod';
import { line, open } from './open-form.ts';

const id = line.min(1);

export const snippetForm = open({
  protocol: id.describe('Id of a protocol.'),
  language: id.describe('Id of the language.'),
  variant: id.describe('The product or framework that it is for; absent: there is no choice.').exactOptional(),
  role: z.enum(['client', 'server']).describe('Which end the program is.'),
  proof: z
    .enum(['survives', 'ran', 'compiled', 'reviewed'])
    .describe(
      'survives: ran, and held under the faults listed; ran: against a real server; compiled: type-checked; reviewed: read, not run.',
    ),
  against: line.describe('Against what it ran or was compiled.').exactOptional(),
  survives: z
    .array(id)
    .describe('Faults that it survives: ids of the survival suite. Only with the proof survives.')
    .exactOptional(),
  files: z
    .array(open({ path: line.describe('Relative, with /.'), text: z.string().describe('The program.') }))
    .describe('In the order in which a reader wants them.'),
  install: z.string().describe('The command that fetches what it needs; absent: nothing is needed.').exactOptional(),
  run: z.string().describe('The command that runs it.'),
  values: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe('The values of its slots, by name: endpoint, topic, and so on.'),
  chosenBecause: line.describe('Why this language.'),
}).meta({ id: 'snippet', description: 'A starter program for the recommended protocol.' });
