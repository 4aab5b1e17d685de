import { expect, test } from 'vitest';
import { runWith } from '../fake-io.ts';

test('--quiet reports on stderr where the advice is too close to call, and what to answer', async () => {
  const { stdout } = await runWith(['recommend', '--content', 'events', '--json']);
  const { recommendation } = JSON.parse(stdout);
  expect(recommendation.confidence.level).toBe('close');
  const quiet = await runWith(['recommend', '--content', 'events', '-q']);
  expect(quiet.exitCode).toBe(0);
  expect(quiet.stdout).toBe(`${recommendation.protocol}\n`);
  expect(quiet.stderr).toMatch(/^note: Too close to call: .+ or .+\. Answer --[a-z-]+ \(.+ would change it\)\.\n$/);
});
