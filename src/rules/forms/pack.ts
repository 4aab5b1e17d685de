/** The forms of the identity of a rule pack and of a project file. */
import { z } from 'zod';
import { form, idForm, line } from './basics.ts';

/** Folders relative to the file: one, or a list of them. */
const extendsForm = z
  .union([line(), z.array(line()).min(1)])
  .describe('Folders of rule packs that lie beneath, relative to this file: one, or a list.');

const forbidForm = z
  .record(z.string(), z.union([line(), z.literal(false)]))
  .describe(
    'Protocol id to the reason why it may not be recommended; false allows again what an earlier layer forbids.',
  );

export const packForm = form({
  name: idForm.describe('Name of the pack.'),
  version: line(40).describe('Version of the pack: text, in quotes where it looks like a number.'),
  extends: extendsForm.exactOptional(),
  forbid: forbidForm.exactOptional(),
});

/** `wirewise.yaml`: what a project lays over everything else, beside folders of rule packs. */
export const projectFileForm = form({
  extends: extendsForm.exactOptional(),
  forbid: forbidForm.exactOptional(),
  cells: z
    .record(z.string(), z.unknown())
    .describe('Protocol id to criterion id to the cell that takes the place of what is there.')
    .exactOptional(),
  answers: z
    .record(z.string(), z.unknown())
    .describe('By question id: what counts where neither flags, files nor presets say anything.')
    .exactOptional(),
}).describe('What a project lays over the rules.');
