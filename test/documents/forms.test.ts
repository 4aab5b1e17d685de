/**
 * Each document has one description, its zod form; core, which may not import zod, has the same fields as plain types.
 * These tests are checked by `tsc`: a field that is in one of the two alone, or of another type, does not compile.
 */
import { describe, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { CheckReport } from '../../src/core/record/check-report.ts';
import type { Basis } from '../../src/core/record/snapshot.ts';
import type { checkReportForm } from '../../src/documents/check-report-form.ts';
import type { savedDecisionForm } from '../../src/documents/decision-form.ts';
import type { Known } from '../../src/documents/open-form.ts';
import type { basisForm } from '../../src/documents/record-form.ts';
import type { Advice } from '../../src/report/advice.ts';

/** All of an advice; the library and `batch` leave out the command or its words. */
type Saved = Omit<Advice, 'command' | 'argv'> & Partial<Pick<Advice, 'command' | 'argv'>>;

describe('a form and its type have the same fields', () => {
  test('decision', () => {
    expectTypeOf<Known<z.output<typeof savedDecisionForm>>>().toEqualTypeOf<Known<Saved>>();
  });

  test('check report', () => {
    expectTypeOf<Known<z.output<typeof checkReportForm>>>().toEqualTypeOf<Known<CheckReport>>();
  });

  test('basis of a record, but for its grades, which have two notations', () => {
    type Written = Omit<Known<z.output<typeof basisForm>>, 'grades' | 'wirewise'>;
    expectTypeOf<Written>().toEqualTypeOf<Omit<Known<Basis>, 'grades'>>();
  });
});
