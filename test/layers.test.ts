import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInRules } from '../src/rules/built-in.ts';

const SRC = resolve(import.meta.dirname, '../src');

/** What each room may import: other rooms, packages, modules of Node; from the table of ARCHITECTURE.md. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  readFileSync(resolve(SRC, '../ARCHITECTURE.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')))
    .flatMap(([, name, , rooms, packages]) => {
      const room = name?.[0];
      return room && rooms && packages ? [[room, [...rooms, ...packages]]] : [];
    }),
);

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.d)\.ts$/.test(name));

function read(name: string): string {
  return readFileSync(join(SRC, name), 'utf8');
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** Every module that a file imports, static or dynamic: a room for our own files, else the name itself. */
function importsOf(name: string): string[] {
  const statements = read(name).matchAll(
    /^(?:import|export)\s[^;]*?\sfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gms,
  );
  const specifiers = [...statements].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? roomOf(relative(SRC, resolve(SRC, dirname(name), specifier))) : specifier,
  );
}

describe('the rooms', () => {
  test('are the ones that the table knows', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  test.each(files)('%s imports only what its room may', (name) => {
    const allowed = ALLOWED[roomOf(name)] ?? [];
    const isAllowed = (specifier: string) =>
      specifier === roomOf(name) ||
      allowed.some((entry) => entry === specifier || (entry.endsWith(':') && specifier.startsWith(entry)));
    expect(importsOf(name).filter((specifier) => !isAllowed(specifier))).toEqual([]);
  });

  test.each(Object.entries(ALLOWED))('%s imports all that its line in the table says', (room, allowed) => {
    const used = new Set(files.filter((name) => roomOf(name) === room).flatMap(importsOf));
    const isUsed = (entry: string) =>
      entry.endsWith(':') ? [...used].some((specifier) => specifier.startsWith(entry)) : used.has(entry);
    expect(allowed.filter((entry) => !isUsed(entry))).toEqual([]);
  });

  test('core looks at no clock, no chance and no locale', () => {
    for (const name of files.filter((file) => roomOf(file) === 'core')) {
      expect(read(name), name).not.toMatch(/\bDate\b|Math\.random|toLocale|Intl\.|performance\.now|process\./);
    }
  });

  test('import in no circle', () => {
    const graph = new Map(
      files.map((name) => [
        name,
        [...read(name).matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+\.ts)'/gms)].map((match) =>
          relative(SRC, resolve(SRC, dirname(name), match[1] ?? '')),
        ),
      ]),
    );
    const done = new Set<string>();
    const visit = (name: string, trail: readonly string[]): void => {
      if (trail.includes(name)) throw new Error(`circle: ${[...trail, name].join(' → ')}`);
      if (done.has(name)) return;
      for (const next of graph.get(name) ?? []) visit(next, [...trail, name]);
      done.add(name);
    };
    for (const name of files) visit(name, []);
    expect(done.size).toBe(files.length);
  });
});

describe('knowledge lives in rules/', () => {
  test('no protocol, criterion or question id stands as a literal in src/', async () => {
    const rules = await builtInRules();
    const ids = [...rules.protocols, ...rules.criteria, ...rules.questions].map(({ id }) => id);
    // Words that are also plain words of the program's own: formats, properties, kinds of things.
    const ordinary = new Set([
      'content',
      'server',
      'clients',
      'pattern',
      'rate',
      'encoding',
      'http',
      'language',
      'current',
      'delivery',
      'routing',
      'broker',
      'presence',
      'streams',
      'stale',
      'replay',
    ]);
    const found: string[] = [];
    for (const name of files) {
      for (const id of ids) {
        if (!ordinary.has(id) && new RegExp(`['"\`]${id}['"\`]`).test(read(name))) found.push(`${name}: ${id}`);
      }
    }
    expect(found).toEqual([]);
  });
});
