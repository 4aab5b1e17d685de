import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LevelCheck, levelChecks, modelOf, modelText, type Observation } from '../../scripts/calibrate/model.ts';
import { type Figures, withAdvice } from '../../scripts/calibrate/readme.ts';

const ROOT = join(import.meta.dirname, '../..');
const share = { n: 4, strict: 0.5, fair: 0.75, firstTwo: 0.625 };
const LEVEL: LevelCheck = { level: 'clear', n: 3, strict: { told: 0.8, was: 0.9 }, fair: { told: 0.95, was: 1 } };
const figures: Figures = {
  cases: 4,
  owners: 2,
  apparent: share,
  corrected: share,
  unseen: share,
  stated: share,
  levels: [LEVEL],
  judged: [],
};
const page =
  'before\n<!-- advice:begin (written by npm run calibrate -- --write) -->\nold\n<!-- advice:end -->\nafter\n';

describe('the section of README about the advice', () => {
  test('is written between its marks, again and again the same', () => {
    const once = withAdvice(page, figures, String);
    expect(once).toMatch(/^before\n<!-- advice:begin /);
    expect(once).toMatch(/<!-- advice:end -->\nafter\n$/);
    expect(once).toContain('| corrected for that | 50 % | 75 % | 63 % |');
    expect(once).toContain('| clear | 3 | 80 % | 90 % | 95 % | 100 % |');
    expect(once).not.toContain('old');
    expect(withAdvice(once, figures, String)).toBe(once);
  });

  test('is not written into a page without marks', () => {
    expect(() => withAdvice('before\nafter\n', figures, String)).toThrow('no section');
  });

  test('stands in README, on as many decisions as there are', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const folder = join(ROOT, 'rules/scenarios');
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const count = texts.reduce((sum, text) => sum + (text.match(/^- id: /gm) ?? []).length, 0);
    const section = readme.slice(readme.indexOf('<!-- advice:begin'), readme.indexOf('<!-- advice:end'));
    expect(section).toMatch(new RegExp(`^${count} published decisions of \\d+ organisations:$`, 'm'));
  });
});

describe('the confidence model', () => {
  const observations: Observation[] = Array.from({ length: 200 }, (_, at) => ({
    lead: (at % 40) / 10 - 1,
    strict: (at * 37) % 40 < at % 40,
    fair: (at * 37) % 40 < (at % 40) + 15,
    fold: at % 5,
  }));
  const model = modelOf(observations, { strict: 0.45, fair: 0.7 });

  test('promises on average what was corrected', () => {
    const checks = levelChecks(observations, model);
    const mean = (key: 'strict' | 'fair') => checks.reduce((sum, check) => sum + (check.n * check[key].told) / 200, 0);
    expect(checks.map(({ level }) => level)).toEqual(['clear', 'likely', 'close']);
    expect(checks.reduce((sum, { n }) => sum + n, 0)).toBe(200);
    expect(mean('strict')).toBeCloseTo(0.45, 6);
    // A fair choice includes the same one, so that it is never promised less often.
    expect(mean('fair')).toBeGreaterThanOrEqual(0.7 - 1e-6);
  });

  test('promises more the greater the lead', () => {
    expect(model.strict.slope).toBeGreaterThan(0);
    expect(model.fair.slope).toBeGreaterThan(0);
  });

  test('is written as the rules read it', () => {
    expect(modelText(model)).toMatch(
      /^# .*\n.*\n.*\n.*\ndate: "\d{4}-\d\d-\d\d"\ncases: 200\nscale: 0\.8\nstrict: \{ intercept: /,
    );
  });
});
