import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SaxesParser } from '@wirewise/validators/xml';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { renderStarter, type StarterName } from '../../src/starters/render.ts';
import type { RenderedStarter, StarterValue } from '../../src/starters/starter.ts';
import { takeCurlyApart } from './curly.ts';
import { tokenizePascal } from './pascal.ts';
import { takePythonApart } from './python.ts';
import { label, names, slotsOf, starters } from './starters.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** From here the starters find the repository's packages. */
const CACHE = join(ROOT, 'node_modules', '.cache');

function render(name: StarterName, set: Readonly<Record<string, StarterValue>> = {}): RenderedStarter {
  const result = renderStarter(starters, { ...name, answers: {}, set });
  if ('problem' in result) throw new Error(result.problem.message);
  return result;
}

const entries = z.array(z.object({ id: z.string(), kind: z.string().optional(), options: z.unknown().optional() }));
const read = (file: string) => entries.parse(parse(readFileSync(join(ROOT, 'rules', file), 'utf8')));

/** What a question can be answered with, as text. */
function answersOf({ kind, options }: z.infer<typeof entries>[number]): readonly string[] {
  if (kind === 'boolean') return ['true', 'false'];
  return z
    .array(z.object({ id: z.string() }))
    .parse(options)
    .map(({ id }) => id);
}

test('the six core protocols have clients in Delphi and TypeScript', () => {
  const core = ['amqp', 'http2-push', 'mqtt', 'sse', 'webrtc', 'websocket'];
  for (const language of ['delphi', 'typescript']) {
    const clients = names.filter((one) => one.language === language && one.role === 'client');
    expect(clients.map((one) => one.protocol)).toEqual(expect.arrayContaining(core));
  }
});

test('every language has its entry in languages.yaml', () => {
  const known = read('languages.yaml').map(({ id }) => id);
  expect(known).toEqual(expect.arrayContaining(names.map(({ language }) => language)));
});

test('slots take their values from questions and answers that exist', () => {
  const questions = new Map(read('questions.yaml').map((question) => [question.id, question]));
  for (const name of names) {
    for (const slot of Object.values(slotsOf(name))) {
      for (const [id, choices] of Object.entries(slot.from ?? {})) {
        const question = questions.get(id);
        if (question === undefined) expect.fail(`${label(name)}: unknown question ${id}`);
        expect(answersOf(question)).toEqual(expect.arrayContaining(Object.keys(choices)));
      }
    }
  }
});

describe.each(names.map((name) => [label(name), name] as const))('%s', (_, name) => {
  test('renders without a slot left over, in lines of at most 80 columns', () => {
    const starter = render(name);
    expect(starter.files.length).toBeGreaterThan(0);
    for (const { text } of starter.files) {
      expect(text).not.toContain('{{');
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(text.endsWith('\n')).toBe(true);
    }
  });

  test('parses in its language', () => {
    for (const { path, text } of render(name).files) {
      const loader = /\.(tsx|ts|js)$/.exec(path)?.[1];
      if (loader !== undefined)
        transformSync(text, { loader: z.enum(['tsx', 'ts', 'js']).parse(loader), format: 'esm' });
      else if (path.endsWith('.json')) expect(JSON.parse(text)).toBeTypeOf('object');
      else if (path.endsWith('.xml')) expect(() => new SaxesParser().write(text).close()).not.toThrow();
      else if (path.endsWith('.dpr')) expect(tokenizePascal(text).at(-1)?.value).toBe('.');
      else if (path.endsWith('.html')) expect(text).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
      else if (path.endsWith('.go')) expect(takeCurlyApart('go', text).code).not.toMatch(/["`]/);
      else if (path.endsWith('.rs')) expect(takeCurlyApart('rs', text).code).not.toMatch(/"/);
      else if (path.endsWith('.java')) expect(takeCurlyApart('java', text).code).not.toMatch(/['"]/);
      else if (path.endsWith('.cs')) expect(takeCurlyApart('cs', text).code).not.toMatch(/['"]/);
      else if (path.endsWith('.proto'))
        expect(text).toMatch(/^syntax = "proto3";\n[\s\S]*}\n$/); // gRPC loads it itself
      else if (path.endsWith('.py')) expect(takePythonApart(text).code).not.toMatch(/['"]/);
      else expect.fail(`${path}: nothing here knows how to check it`);
    }
  });

  test('holds no secret and no address but this machine and the reserved ones', () => {
    for (const { text } of render(name).files) {
      const hosts = [...text.matchAll(/\b(?:wss?|https?|mqtts?|amqps?):\/\/([\w.-]+)/g)].map(([, host]) => host ?? '');
      // The namespace of Maven's manifests is a name.
      expect(hosts.filter((host) => !/^localhost$|(^|\.)example\.com$|^site$|^maven\.apache\.org$/.test(host))).toEqual(
        [],
      );
      expect(text).not.toMatch(/(password|token|secret)\s*[:=]+\s*['"][^'"]+['"]/i);
    }
  });
});

/** Lines that a language needs around what a program does: imports, heads of methods, braces. */
const FRAME =
  /^\s*(?:$|\/\/|(?:import|from|use|using|package|procedure)\b|\w* ?"[\w./-]*"$|(?:begin|end;)$|(?:const|var) \w+:|@|#\[|[{}()[\];, ]*;?$|(?:public |static )*(?:class|void)\b|async fn\b|func\b|export \{\};$)/;

const minimal = names.flatMap((name) => {
  const result = renderStarter(starters, { ...name, answers: {}, set: {}, isMinimal: true });
  return 'problem' in result ? [] : [[label(name), result] as const];
});

test('every language has minimal forms', () => {
  const having = minimal.map(([, { language }]) => language);
  expect(new Set(having)).toEqual(new Set(names.map(({ language }) => language)));
});

test.each(minimal)('%s: its minimal form does it in about ten lines', (_, { files }) => {
  expect(files).toHaveLength(1);
  const lines = files[0]?.text.split('\n') ?? [];
  expect(lines.filter((line) => line.length > 80 || line.includes('{{'))).toEqual([]);
  expect(lines.filter((line) => !FRAME.test(line)).length).toBeLessThanOrEqual(13);
});

/** The other end of each slot: types must not hang on the defaults. */
function otherValues(name: StarterName): Readonly<Record<string, StarterValue>> {
  const slots = Object.entries(slotsOf(name));
  return Object.fromEntries(
    slots.map(([name, { kind, default: value, atLeast = 0, starts = [''] }]) => [
      name,
      kind === 'boolean' ? !value : kind === 'integer' ? atLeast : (starts[0] ?? ''),
    ]),
  );
}

const isTypeScript = ({ path }: { readonly path: string }) => /\.tsx?$/.test(path);

test('the TypeScript starters type-check under strict, whatever the values', () => {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'check-'));
  try {
    const paths = names
      .filter(({ language }) => language === 'typescript')
      .flatMap((name) =>
        [render(name), render(name, otherValues(name))].flatMap(({ files }, variant) =>
          files.filter(isTypeScript).map(({ path, text }) => {
            const target = join(folder, `${label(name).replaceAll(' ', '-')}-${variant}`, path);
            mkdirSync(dirname(target), { recursive: true });
            writeFileSync(target, text);
            return target;
          }),
        ),
      );
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--target', 'es2023'];
    const modules = ['--module', 'preserve', '--moduleResolution', 'bundler', '--types', 'node', '--jsx', 'react-jsx'];
    const { status, stdout } = spawnSync(process.execPath, [compiler, ...options, ...modules, ...paths], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('after type stripping Node accepts the TypeScript starters', () => {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'check-'));
  const targets: string[] = [];
  try {
    for (const name of names.filter(({ language }) => language === 'typescript')) {
      for (const { path, text } of render(name).files.filter(isTypeScript)) {
        const target = join(folder, `${label(name).replaceAll(' ', '-')}-${path}.mjs`);
        const loader = path.endsWith('x') ? 'tsx' : 'ts';
        writeFileSync(target, transformSync(text, { loader, format: 'esm' }).code);
        targets.push(target);
      }
    }
    // As `node --check` does for one file.
    const check = `for (const file of process.argv.slice(1)) {
      new vm.SourceTextModule(fs.readFileSync(file, 'utf8'), { identifier: file });
    }`;
    const flags = ['--experimental-vm-modules', '--no-warnings', '--eval', check];
    const { status, stderr } = spawnSync(process.execPath, [...flags, ...targets], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(targets.length).toBeGreaterThan(5);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
