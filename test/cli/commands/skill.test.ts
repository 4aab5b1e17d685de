import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { COMMAND_NAMES } from '../../../src/cli/program/commands.ts';
import { FORMATS } from '../../../src/report/formats.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { runWith } from '../fake-io.ts';

const rules = await builtInRules();

describe('wirewise skill', () => {
  let text = '';
  beforeAll(async () => {
    text = (await runWith(['skill'])).stdout;
  });

  test('has the front matter of an Agent Skill, within its bounds', () => {
    const [, front = '', body = ''] = text.match(/^---\n(.*?)\n---\n(.*)$/s) ?? [];
    const { name, description, ...others } = parse(front);
    expect(name).toBe('wirewise');
    expect(description.length).toBeGreaterThan(100);
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(others).toEqual({});
    expect(body.split('\n').length).toBeLessThan(500);
  });

  test('names every question with every answer, every preset, command, format and exit code', () => {
    for (const { id, kind, options } of rules.questions) {
      const line = text.split('\n').find((candidate) => candidate.startsWith(`- \`--${id} `));
      expect(line, id).toBeDefined();
      if (kind === 'choice' || kind === 'choices') for (const { value } of options) expect(line).toContain(value);
    }
    for (const { id } of rules.presets) expect(text).toContain(id);
    for (const name of COMMAND_NAMES) expect(text).toContain(`- \`wirewise ${name}`);
    for (const format of Object.keys(FORMATS)) expect(text).toContain(format);
    for (const code of Object.values(EXIT)) expect(text).toMatch(new RegExp(`^- ${code}: `, 'm'));
  });

  test('says only fields that a decision has', async () => {
    const { stdout } = await runWith(['recommend', '--direction', 'both', '--json', '--samples', '100']);
    const decision = JSON.parse(stdout);
    const fields = [...text.matchAll(/`\.(\w+)`/g)].map(([, field]) => field ?? '');
    expect(fields.length).toBeGreaterThan(8);
    for (const field of fields) expect(decision, field).toHaveProperty(field);
    for (const field of ['protocol', 'name', 'score', 'margin', 'acceptability', 'needs']) {
      expect(decision.recommendation).toHaveProperty(field);
    }
  });

  test('gives examples that work', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-skill-'));
    writeFileSync(join(cwd, 'needs.yaml'), 'direction: both\n');
    const commands = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => (block ?? '').trim().split('\n'));
    expect(commands.length).toBe(3);
    for (const command of commands) {
      const [, ...words] = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
        .trim()
        .split('\n');
      expect((await runWith(words, { cwd })).exitCode, command).toBe(0);
    }
  });

  test('tells of the questions that a rule pack brings', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wirewise $pack-'));
    writeFileSync(join(dir, 'pack.yaml'), 'name: house\nversion: "1"\n');
    writeFileSync(
      join(dir, 'questions.yaml'),
      '- { id: hue, kind: choice, about: estimate, label: Hue, asks: Which hue?, help: Any., options: [{ id: red, label: Red }, { id: blue, label: Blue }] }\n',
    );
    const { stdout } = await runWith(['skill', '--rules', dir]);
    expect(stdout).toContain('- `--hue red|blue`: Which hue?');
    expect(stdout).toContain(`--json --rules '${dir}' [flags]`);
  });
});
