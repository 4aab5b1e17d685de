import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ajv } from '@wirewise/validators/json-schema';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { holdInterview } from '../../src/cli/wizard/flow.ts';
import { lookAhead, standingInWords } from '../../src/cli/wizard/next-question.ts';
import { builtInRules } from '../../src/rules/built-in.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { runWith } from './fake-io.ts';
import { ScriptedPrompter } from './wizard/scripted-prompter.ts';

const rules = await builtInRules();
const cell = (grade: number) => ({
  grade,
  says: grade > 2 ? 'Yes' : 'No',
  because: 'The house knows.',
  source: 'judgement: in-house knowledge',
});

/** An in-house pack, as files: a protocol, a criterion and a question of its own. YAML and nothing else. */
function writePack(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wirewise-pack-'));
  const write = (name: string, data: unknown) => writeFileSync(join(dir, name), stringify(data));
  mkdirSync(join(dir, 'protocols'));
  write('pack.yaml', { name: 'house', version: '2.1' });
  write('criteria.yaml', [
    {
      id: 'audit-trail',
      label: 'Audit trail',
      asks: 'Is every message kept for the auditors?',
      group: 'operations',
      baseline: 0,
    },
  ]);
  write('questions.yaml', [
    {
      id: 'audited',
      kind: 'boolean',
      label: 'Audited',
      asks: 'Do auditors look at the messages?',
      help: 'Yes for payments and for anything that moves stock.',
      options: [
        { id: true, label: 'Yes', requires: { 'audit-trail': 2 }, weighs: { 'audit-trail': 40 } },
        { id: false, label: 'No', prior: 3 },
      ],
    },
  ]);
  for (const { id } of rules.protocols) {
    write(`protocols/${id}.yaml`, { id, extends: true, cells: { 'audit-trail': cell(id === 'amqp' ? 2 : 1) } });
  }
  write('protocols/house-bus.yaml', {
    id: 'house-bus',
    name: 'House bus',
    tier: 'core',
    summary: 'The bus that the house has run for years.',
    pickWhen: ['auditors look on'],
    avoidWhen: ['the other end is outside'],
    needs: [],
    combinesWith: [],
    cells: Object.fromEntries([
      ...rules.criteria.map((criterion) => [criterion.id, cell(2)]),
      ['audit-trail', cell(4)],
    ]),
  });
  return dir;
}

describe('an in-house protocol with its own criterion and question', () => {
  const dir = writePack();

  test('is valid', async () => {
    const { exitCode, stdout, stderr } = await runWith(['rules', 'validate', dir]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('core@1 + house@2.1');
    expect(stdout).toContain(`${rules.protocols.length + 1} protocols, ${rules.criteria.length + 1} criteria`);
  });

  test('is told apart from the built-in rules themselves, which are no pack over themselves', async () => {
    const { exitCode, stdout } = await runWith(['rules', 'validate', new URL('../../rules', import.meta.url).pathname]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^No problem found in core@1:/);
  });

  test('is a flag, and wins where it should', async () => {
    const { exitCode, stdout } = await runWith([
      'recommend',
      '--rules',
      dir,
      '--audited',
      '--clients',
      'backend',
      '--json',
    ]);
    const decision = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(decision.recommendation.protocol).toBe('house-bus');
    expect(decision.answers.audited).toBe(true);
    expect(decision.tool.rules.packs).toEqual(['core@1', 'house@2.1']);
    expect(
      decision.excluded.find(({ protocol }: { protocol: string }) => protocol === 'mqtt').breaks[0].criterion,
    ).toBe('audit-trail');
    expect(decision.command).toContain(`--audited --rules ${dir}`);
  });

  test('is a key of an answers file', async () => {
    const { stdout } = await runWith(['recommend', '--rules', dir, '--answers', '-', '--quiet'], {
      stdin: 'audited: yes\nclients: [backend]\n',
    });
    expect(stdout).toBe('house-bus\n');
  });

  test('stands in the help, the table and the explanation', async () => {
    expect((await runWith(['help', 'answers', '--rules', dir])).stdout).toContain('Do auditors look at the messages?');
    expect((await runWith(['matrix', '--rules', dir, '--criteria', 'all'])).stdout).toContain('Audit trail');
    expect((await runWith(['explain', 'house-bus', '--rules', dir, '--audited'])).stdout).toContain('The house knows.');
  });

  test('is in the schemas of answers and of recorded decisions', async () => {
    for (const kind of ['answers', 'check']) {
      const { stdout } = await runWith(['schema', kind, '--rules', dir]);
      // A recorded decision is that of one channel, or that of a system.
      const { properties, anyOf } = JSON.parse(stdout);
      const answers = kind === 'answers' ? properties : anyOf[0].properties.answers.properties;
      expect(answers.audited.description).toContain('Do auditors look at the messages?');
      expect(answers.must.properties['audit-trail'].description).toContain('kept for the auditors');
      // And the schema goes by them: an independent validator takes the house's answer, and none that it is not.
      const record = (audited: unknown) => ({ version: 1, name: 'x', answers: { audited }, decision: 'house-bus' });
      const complaints = ajv(JSON.parse(stdout));
      expect(complaints(kind === 'answers' ? { audited: 'yes' } : record(true))).toEqual([]);
      expect(complaints(kind === 'answers' ? { audited: 'often' } : record('often'))).not.toEqual([]);
    }
  });

  test('is asked for by the wizard, and wins there', async () => {
    const setting = { rules: await loadRules(dir), core: false, overrides: undefined };
    const others = setting.rules.questions.map(({ id }) => id).filter((id) => id !== 'audited');
    const prompter = new ScriptedPrompter([{ answer: true }, { pick: 'See the result' }]);
    const ended = await holdInterview(
      {
        rules: setting.rules,
        answers: { clients: ['backend'] },
        presets: [],
        // Everything else was put before, and nobody was sure.
        lookAhead: (answers, asked, parked) => ({
          ...lookAhead(setting, answers, new Set([...asked, ...others]), parked),
          isSettled: false,
          most: 1,
        }),
        standing: (answers) => standingInWords(setting, answers),
      },
      prompter,
    );
    expect(prompter.shown[0]).toBe('audited');
    expect(ended).toEqual({ kind: 'finished', answers: { clients: ['backend'], audited: true } });
    expect(standingInWords(setting, { clients: ['backend'], audited: true })).toMatch(/^So far House bus/);
  });

  test('goes from the whole wizard through record to check, and a new version that breaks it is named', async () => {
    const house = writePack();
    const ask = (stdin: string) =>
      runWith(['--accessible', '--rules', house, '--clients', 'backend', '--samples', '0'], { stdin, terminal: true });
    const questionsIn = (text: string) => text.split('\nQuestion ').length - 1;
    // Nobody is sure of anything: the wizard stops when it said, and goes on with all questions when told to.
    const promised = questionsIn((await ask('0\n'.repeat(30))).stderr);
    const goOn = `${'0\n'.repeat(promised)}4\n`;
    const [before = ''] = (await ask(`${goOn}${'0\n'.repeat(60)}`)).stderr.split('Do auditors');
    const asked = await ask(`${goOn}${'0\n'.repeat(questionsIn(before) - promised - 1)}y\nr\n1\n`);
    expect(asked.stderr).toMatch(/\nQuestion 1 of at most \d+\. So far /);
    expect(asked.stderr).toMatch(/\nDo auditors look at the messages\?\n1\. Yes\n/);
    expect(asked.stdout).toMatch(/^(House bus|Use House bus)/);
    const [, words = ''] =
      /^ {2}Record it: +wirewise (record .*) --name NAME --output NAME\.wirewise\.yaml$/m.exec(asked.stdout) ?? [];
    expect(words).toBe(`record --clients backend --audited --rules ${house}`);

    const cwd = mkdtempSync(join(tmpdir(), 'wirewise-house-'));
    const recorded = await runWith([...words.split(' '), '--name', 'ledger', '-o', 'ledger.wirewise.yaml'], { cwd });
    expect(recorded).toEqual({ exitCode: 0, stdout: '', stderr: 'Wrote ledger.wirewise.yaml\n' });
    const check = async (...flags: string[]) => runWith(['check', 'ledger.wirewise.yaml', ...flags], { cwd });
    expect(await check('--rules', house)).toEqual({
      exitCode: 0,
      stdout: 'ledger.wirewise.yaml: holds: ledger, house-bus\n1 record: 1 holds.\n',
      stderr: '',
    });

    // A project that names the pack needs no flag.
    writeFileSync(join(cwd, 'wirewise.yaml'), stringify({ extends: relative(cwd, house) }));
    expect((await check()).exitCode).toBe(0);
    const without = await check('--no-project');
    expect(without.exitCode).toBe(2);
    expect(without.stdout.replace(/\s+/g, ' ')).toContain(
      'Unknown protocol "house-bus". The rules knew it when this was recorded, with core@1 + house@2.1.',
    );

    writeFileSync(join(house, 'pack.yaml'), stringify({ name: 'house', version: '2.2' }));
    const bus = readFileSync(join(house, 'protocols/house-bus.yaml'), 'utf8');
    const own = bus.lastIndexOf('audit-trail:');
    writeFileSync(
      join(house, 'protocols/house-bus.yaml'),
      bus.slice(0, own) + bus.slice(own).replace('grade: 4', 'grade: 1'),
    );
    const broken = await check('--no-project', '--rules', house, '--json');
    expect(broken.exitCode).toBe(1);
    const [{ problems }] = JSON.parse(broken.stdout).files;
    const line = readFileSync(join(cwd, 'ledger.wirewise.yaml'), 'utf8').split('\n').indexOf('  audited: true') + 1;
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      rule: 'excluded',
      line,
      message: 'audited: yes now excludes house-bus (Audit trail: grade 1, requires 2).',
      causes: [{ says: 'rules: house@2.2 changed house-bus.audit-trail from 4 to 1' }],
    });
  });

  test('is completed: the question, its answers, the protocol', async () => {
    const offered = async (...words: string[]) => (await runWith(['complete', '--', ...words])).stdout;
    expect(await offered('recommend', '--rules', dir, '--aud')).toContain('--audited\t');
    expect(await offered('recommend', '--rules', dir, '--audited', '')).toContain('yes\t');
    expect(await offered('explain', '--rules', dir, 'house')).toContain('house-bus\tHouse bus');
  });

  test('with a mistake in it ends with exit code 3 and the place', async () => {
    const bad = writePack();
    writeFileSync(join(bad, 'protocols/house-bus.yaml'), 'id: house-bus\nname: House bus\ntier: gold\n');
    const { exitCode, stdout, stderr } = await runWith(['recommend', '--rules', bad]);
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/protocols\/house-bus\.yaml:3:7: /);
  });
});
