/** Each format of `check`, looked at by something that is not ours, with what is nasty in names and messages. */
import { sarifComplaints } from '@wirewise/validators/documents';
import { SaxesParser } from '@wirewise/validators/xml';
import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CHECK_FORMATS } from '../../../src/report/check/formats.ts';
import { CHECK_RULES } from '../../../src/report/check/rules.ts';
import { CLEAN, NASTY, sampleReport } from './sample-report.ts';

const CONTEXT = { paint: new Chalk({ level: 0 }), width: 80, isQuiet: false, now: '2026-11-29T12:00:00' };

async function render(format: string, report = sampleReport(), isQuiet = false): Promise<string> {
  const module = await CHECK_FORMATS[format]?.();
  return module?.render(report, { ...CONTEXT, isQuiet }) ?? '';
}

/** What GitHub's page "SARIF support for code scanning" requires or recommends beyond the schema. */
const resultForm = z.looseObject({
  ruleId: z.string(),
  ruleIndex: z.int(),
  level: z.string(),
  message: z.object({ text: z.string().min(1) }),
  locations: z
    .array(
      z.object({
        physicalLocation: z.object({
          artifactLocation: z.object({ uri: z.string(), uriBaseId: z.string().optional() }),
          // All four are required, and the fingerprint of this name is the only one that is looked at.
          region: z.object({
            startLine: z.int().min(1),
            startColumn: z.int().min(1),
            endLine: z.int().min(1),
            endColumn: z.int().min(2),
          }),
        }),
      }),
    )
    .length(1),
  partialFingerprints: z.looseObject({ primaryLocationLineHash: z.string().regex(/^[0-9a-f]+:[1-9]\d*$/) }),
});
const driverForm = z.looseObject({
  // Azure DevOps asks for these two, and for the names of rules.
  fullName: z.string().min(1),
  informationUri: z.url(),
  rules: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string().regex(/^([A-Z][a-z]+)+$/),
      shortDescription: z.object({ text: z.string().min(1).max(1024) }),
      fullDescription: z.object({ text: z.string().min(1).max(1024) }),
      help: z.object({ text: z.string().min(1), markdown: z.string().min(1) }),
      defaultConfiguration: z.object({ level: z.enum(['note', 'warning', 'error']) }),
      properties: z.looseObject({
        precision: z.enum(['very-high', 'high', 'medium', 'low']),
        'problem.severity': z.enum(['error', 'warning', 'recommendation']),
      }),
    }),
  ),
});
const sarifForm = z.looseObject({
  runs: z.array(z.looseObject({ tool: z.object({ driver: driverForm }), results: z.array(resultForm) })).length(1),
});

describe('sarif', () => {
  test.each([
    ['plain', sampleReport()],
    ['nasty', sampleReport(NASTY)],
    ['clean', CLEAN],
  ])('is valid by the SARIF 2.1.0 schema: %s', async (_name, report) => {
    const log: unknown = JSON.parse(await render('sarif', report));
    expect(sarifComplaints(log)).toEqual([]);
  });

  test('that is wrong is refused by that very validator', async () => {
    const good = await render('sarif');
    expect(sarifComplaints({ version: '2.1.0', runs: [{ results: [{}] }] })).not.toEqual([]);
    expect(sarifComplaints(JSON.parse(good.replaceAll('"startLine": 7', '"startLine": 0')))).not.toEqual([]);
    expect(sarifComplaints(JSON.parse(good.replaceAll('"ruleId"', '"rule"')))).not.toEqual([]);
    expect(sarifComplaints(JSON.parse(good.replaceAll('dir%20with', 'dir with')))).not.toEqual([]);
  });

  test('has what GitHub asks for: texts of every rule, one place a result, an index that fits', async () => {
    const [run] = sarifForm.parse(JSON.parse(await render('sarif'))).runs;
    const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(ids).toEqual(Object.keys(CHECK_RULES));
    expect(run?.results).toHaveLength(4);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(ids[ruleIndex]).toBe(ruleId);
  });

  test('writes places as URIs: relative ones to the root, percent-encoded', async () => {
    const [run] = sarifForm.parse(JSON.parse(await render('sarif', sampleReport('100% #1?')))).runs;
    const places = run?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation);
    expect(places).toEqual([
      { uri: 'dir%20with%20space/100%25%20%231%3F.yaml', uriBaseId: '%SRCROOT%' },
      { uri: 'dir%20with%20space/100%25%20%231%3F.yaml', uriBaseId: '%SRCROOT%' },
      { uri: '../outside.yaml' },
      { uri: 'file:///abs/bad.yaml' },
    ]);
  });

  test('keeps results: [] when all is well, and no line in a fingerprint', async () => {
    expect(sarifForm.parse(JSON.parse(await render('sarif', CLEAN))).runs[0]?.results).toEqual([]);
    const text = await render('sarif');
    expect(text).toContain('"wirewiseProblem/v1": "outranked:k:orders"');
  });
});

/** What an XML parser makes of it; throws where it is not well-formed. */
function parseXml(xml: string) {
  const elements: { name: string; parent: string; attributes: Record<string, string>; text: string }[] = [];
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    elements.push({ name, parent: open.at(-1) ?? '', attributes: { ...attributes }, text: '' });
    open.push(name);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    const last = elements.at(-1);
    if (last) last.text += text;
  });
  parser.write(xml).close();
  return elements;
}

/** Of each element: where it may be, and the attributes that one of the two schemas requires. */
const JUNIT: Readonly<Record<string, readonly [parents: readonly string[], attributes: readonly string[]]>> = {
  testsuites: [[''], []],
  testsuite: [
    ['testsuites'],
    ['name', 'package', 'id', 'tests', 'failures', 'errors', 'skipped', 'timestamp', 'hostname', 'time'],
  ],
  properties: [['testsuite'], []],
  property: [['properties'], ['name', 'value']],
  testcase: [['testsuite'], ['name', 'classname', 'time']],
  failure: [['testcase'], ['type', 'message']],
  error: [['testcase'], ['type', 'message']],
  'system-out': [['testsuite'], []],
  'system-err': [['testsuite'], []],
};

describe('junit', () => {
  test.each([
    ['plain', sampleReport()],
    ['nasty', sampleReport(NASTY)],
    ['clean', CLEAN],
  ])('is well-formed by a parser that takes nothing else: %s', async (_name, report) => {
    const elements = parseXml(await render('junit', report));
    const named = (name: string) => elements.filter((element) => element.name === name);
    const [suite] = named('testsuite');
    expect(suite?.attributes).toMatchObject({
      tests: String(named('testcase').length),
      failures: String(named('failure').length),
      errors: String(named('error').length),
    });
    expect(named('testcase')).toHaveLength(report.files.length);
  });

  // By hand, with xmllint: valid by windyroad/JUnit-Schema and by junit-10.xsd of Jenkins.
  test.each([
    ['plain', sampleReport()],
    ['nasty', sampleReport(NASTY)],
    ['clean', CLEAN],
  ])('has only what the schemas of Ant and of Jenkins both have: %s', async (_name, report) => {
    const elements = parseXml(await render('junit', report));
    for (const { name, parent, attributes } of elements) {
      const [parents, names] = JUNIT[name] ?? [[], ['unknown']];
      expect(parents).toContain(parent);
      expect(Object.keys(attributes).sort(), name).toEqual([...names].sort());
    }
    const children = elements.filter(({ parent }) => parent === 'testsuite').map(({ name }) => name);
    const order = ['properties', 'testcase', 'system-out', 'system-err'];
    expect(children).toEqual([...children].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(children)).toEqual(new Set(order));
    const [suite] = elements.filter(({ name }) => name === 'testsuite');
    expect(suite?.attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  });

  test('gives back what was put in, but for what XML cannot hold', async () => {
    const elements = parseXml(await render('junit', sampleReport('a & b < c > "d" \n\te\u0001\ufffe')));
    expect(elements.find(({ name }) => name === 'failure')?.attributes['message']).toBe(
      'a & b < c > "d" \n\\u{9}e\\u{1}\ufffd And 1 more.',
    );
  });
});

/** As the runner of GitHub Actions reads a line: command, properties, data. */
function parseCommand(line: string) {
  const match = /^::([a-z]+) (.*?)::(.*)$/.exec(line);
  const unescapeData = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const unescapeProperty = (text: string) => unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
  const properties = (match?.[2] ?? '').split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescapeProperty(pair.slice(at + 1))] as const;
  });
  return { command: match?.[1], properties: Object.fromEntries(properties), data: unescapeData(match?.[3] ?? '') };
}

describe('github', () => {
  test('writes one line a problem, and nothing in a text begins another command', async () => {
    const text = await render('github', sampleReport(NASTY));
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(text).not.toContain('\r');
    expect(lines.filter((line) => line.startsWith('::'))).toHaveLength(4);
  });

  test('comes back as it was when it is read as the runner reads it', async () => {
    const tricky = 'a%b: c,d::e\r\n%0A';
    const [first = ''] = (await render('github', sampleReport(tricky))).split('\n');
    expect(parseCommand(first)).toEqual({
      command: 'error',
      properties: {
        file: `dir with space/${tricky}.yaml`,
        line: '7',
        col: '3',
        title: `wirewise outranked: ${tricky}`,
      },
      data: `${tricky}\n${tricky}\nsecond`,
    });
  });

  test('tells notes as notices, and leaves them out when quiet', async () => {
    expect(await render('github')).toContain('::notice file=../outside.yaml');
    expect(await render('github', sampleReport(), true)).not.toContain('::notice');
    expect(await render('github', CLEAN, true)).toBe('');
  });
});

describe('text', () => {
  test('keeps to the width, with places that can be clicked', async () => {
    const text = await render('text');
    expect(text).toMatch(/^dir with space\/orders\.yaml:7:3: outranked: /m);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('lets no file name steer the terminal', async () => {
    expect(await render('text', sampleReport('x\u001b[2J\u202e'))).not.toMatch(/[\u001b\u202e]/);
  });

  test('tells only failures when quiet', async () => {
    expect(await render('text', CLEAN, true)).toBe('');
    const quiet = await render('text', sampleReport(), true);
    expect(quiet).not.toMatch(/holds|note:|Passed over|records/);
    expect(quiet).toContain('dir with space/orders.yaml:7:3: outranked');
  });

  test('tells the first causes of many, and how many there are', async () => {
    const report = sampleReport();
    const causes = Array.from({ length: 20 }, (_, at) => ({ says: `cause ${at}` }));
    const files = report.files.map((file) => ({
      ...file,
      problems: file.problems.map((problem) => ({ ...problem, causes })),
    }));
    const text = await render('text', { ...report, files });
    expect(text).toContain('cause 7');
    expect(text).not.toContain('cause 8');
    expect(text).toContain('and 12 more');
    expect(await render('json', { ...report, files })).toContain('cause 19');
  });
});

describe('every format', () => {
  test.each(Object.keys(CHECK_FORMATS))('%s steers no terminal, and ends in a line end', async (format) => {
    const text = await render(format, sampleReport(NASTY));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toMatch(/\n$/);
  });

  test('json says the same as the report', async () => {
    expect(JSON.parse(await render('json', sampleReport(NASTY)))).toEqual(sampleReport(NASTY));
  });
});
