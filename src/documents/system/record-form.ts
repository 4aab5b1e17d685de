/** The form of a recorded system: a system file, and what was decided for each leg. */
import { z } from 'zod';
import type { Rules } from '../../core/model.ts';
import { PREFERENCES } from '../../core/system/system.ts';
import { form } from '../../rules/forms/basics.ts';
import { systemKeys } from '../../rules/forms/system.ts';
import { answersForm } from '../answers-form.ts';
import { basisForm } from '../record-form.ts';
import { legsForm, systemFrame } from './system-form.ts';

const decided = {
  prefer: z.enum(PREFERENCES).describe('How the assignment was chosen; absent: balanced.').optional(),
  core: z.boolean().describe('true: only the core protocols are ranked.').optional(),
  decisions: z.record(z.string(), z.string()).describe('By leg: id of the protocol that was chosen.'),
  accepts: z
    .array(z.string())
    .describe('Ids of the warnings, of legs or of the whole, that the team has read and accepts.')
    .optional(),
  override: form({ because: z.string().min(1).max(1000).describe('The reason of the team.') })
    .describe('The team chose otherwise than the advice: the whole need not be what `prefer` picks.')
    .optional(),
  basis: z.record(z.string(), basisForm).describe('By leg: what its decision rested on. Do not edit.').optional(),
};

/** With the questions of these rules. Protocols and mistakes may be any, because packs may be added and removed. */
export function recordedSystemForm(rules: Rules) {
  return form({ ...systemKeys(answersForm(rules), legsForm(rules)), ...decided }).describe(
    'A system for `wirewise check`.',
  );
}

/** The same without names of questions. */
export const systemRecordFrameForm = form({ ...systemFrame, ...decided });
