import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const svg = readFileSync(join(import.meta.dirname, '../../../docs/wizard.svg'), 'utf8');

describe('the recording of the wizard in README', () => {
  it('is small, runs no script and fetches nothing', () => {
    expect(Buffer.byteLength(svg)).toBeLessThan(200_000);
    expect(svg).not.toMatch(/<script|href|url\(|@import/);
  });

  it('stands still where less motion is wanted', () => {
    const [still = '', moving = ''] = svg.split('@media (prefers-reduced-motion:no-preference)');
    expect(still).not.toContain('animation');
    expect(moving).toContain('animation');
  });

  it('has a text for those who do not see it', () => {
    expect(svg).toMatch(/role="img" aria-label="The wizard of wirewise: /);
  });
});
