/** The form of confidence.yaml, which `npm run calibrate -- --write` makes. */
import { z } from 'zod';
import { dateForm, form } from './basics.ts';

const curveForm = form({
  intercept: z.number().describe('Log odds of agreement at a lead of 0.'),
  slope: z.number().describe('Log odds for one unit of lead.'),
});

const shareForm = z.number().min(0).max(1);

export const confidenceForm = form({
  date: dateForm.describe('The day of the calibration.'),
  cases: z.int().min(1).describe('Number of published decisions that it rests on.'),
  scale: z.number().positive().describe('Log odds for one point of stated weight, from which the lead is computed.'),
  strict: curveForm.describe('Lead to the share of teams that chose the same.'),
  fair: curveForm.describe('Lead to the share that chose the same, or that a reviewer would accept.'),
  greatest: z
    .number()
    .optional()
    .describe('Lead beyond which too few decisions were seen; a greater one counts as this.'),
  levels: form({
    clear: shareForm.describe('Strict share from which advice is clear.'),
    likely: shareForm.describe('Strict share from which advice is likely; below it is close.'),
  }),
}).meta({ id: 'confidence', description: 'How often advice with a given lead agrees with published decisions.' });
