/** The forms of criteria and of cells. */
import { z } from 'zod';
import { conditionForm, dateForm, evidence, form, gradeForm, idForm, line, reasonForm, weightForm } from './basics.ts';

/** One sentence for each grade, from 0 to 4. */
const GRADES_COUNT = 5;

const cellForm = form({
  grade: gradeForm,
  says: line(24).describe('The short text of the comparison table.'),
  because: line().describe('One sentence that gives the reason for the grade.'),
  source: evidence,
  asOf: dateForm.describe('When it was checked: YYYY-MM or YYYY-MM-DD, where the fact ages.').exactOptional(),
  was: line(24).describe('What the well-known cheat sheet says here, where that is wrong.').exactOptional(),
}).meta({ id: 'cell', description: 'One protocol on one criterion.' });

export const cellsForm = z.record(z.string(), cellForm).describe('By criterion id.');

const irrelevanceForm = form({
  when: conditionForm.describe('The situation. It must surely hold; open answers never make it hold.'),
  because: reasonForm.describe('One whole sentence: why the criterion does not matter there.'),
}).meta({ id: 'irrelevance', description: 'A situation in which a criterion weighs 0.' });

export const criterionForm = form({
  id: idForm.describe('Its name in cells, weights and musts.'),
  label: line(24).describe('Its name for readers.'),
  asks: line().describe('What grade 4 means, as one question.'),
  group: idForm.describe('The group that it is shown with.'),
  baseline: weightForm.describe('The weight that it has before any answer.'),
  because: reasonForm.describe('One whole sentence: why the baseline is what it is.').exactOptional(),
  ruler: z
    .array(line())
    .length(GRADES_COUNT)
    .describe('What grades 0, 1, 2, 3 and 4 mean on this criterion, for all protocols alike.')
    .exactOptional(),
  irrelevantWhen: z
    .array(irrelevanceForm)
    .min(1)
    .describe('Situations in which the criterion weighs 0, whatever weight the answers add.')
    .exactOptional(),
  formerly: z
    .array(idForm)
    .min(1)
    .describe('Ids that it had before. Packs may still use them; the loader warns.')
    .exactOptional(),
  cells: z
    .record(z.string(), cellForm)
    .describe('Protocol id to cell, for a criterion on which most protocols have the same cell.')
    .exactOptional(),
  otherwise: cellForm
    .describe('The cell of every protocol that has none. With it, protocol files need no cell of this criterion.')
    .exactOptional(),
  table: z.boolean().describe('Whether it is a row of the comparison table; no by default.').exactOptional(),
}).meta({ id: 'criterion', description: 'A dimension on which protocols are graded.' });
