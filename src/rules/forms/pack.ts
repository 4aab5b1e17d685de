/** The forms of the identity of a rule pack and of a project file. */
import { z } from 'zod';
import { form, idForm, line } from './basics.ts';

/** Folders relative to the file: one, or a list of them. */
const extendsForm = z
  .union([line(), z.array(line()).min(1)])
  .describe('Folders of rule packs that this one is merged over, relative to this file: one, or a list.');

const forbidForm = z
  .record(z.string(), z.union([line(), z.literal(false)]))
  .describe(
    'Protocol id to the reason why it may not be recommended; false allows a protocol that an earlier pack forbids.',
  );

export const packForm = form({
  name: idForm.describe('Name of the pack.'),
  version: line(40).describe('Version of the pack: text, in quotes where it looks like a number.'),
  extends: extendsForm.exactOptional(),
  forbid: forbidForm.exactOptional(),
});

/** `wirewise.yaml`: the additions of a project to the rules. */
export const projectFileForm = form({
  extends: extendsForm.exactOptional(),
  forbid: forbidForm.exactOptional(),
  cells: z
    .record(z.string(), z.unknown())
    .describe('Protocol id to criterion id to the cell that replaces the present one.')
    .exactOptional(),
  answers: z
    .record(z.string(), z.unknown())
    .describe('By question id: the answers that count when flags, files and presets give none.')
    .exactOptional(),
}).describe('The additions of a project to the rules.');
