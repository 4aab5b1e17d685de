import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const DIST = resolve(import.meta.dirname, '../../dist');
const programs = readdirSync(DIST).filter((name) => /\.(cjs|js)$/.test(name));

/** What can reach another machine: modules of Node, and what is there without an import. */
const NETWORK =
  /\b(?:require|import)\(\s*["'](?:node:)?(?:net|http|https|http2|tls|dgram|dns)(?:\/\w+)?["']\s*\)|\bfrom\s*["'](?:node:)?(?:net|http|https|http2|tls|dgram|dns)["']|\b(?:fetch|WebSocket|EventSource|XMLHttpRequest)\(/;

describe('no network', () => {
  const isLab = (name: string) => /^lab-|^cli-commands-lab\.cjs$/.test(name);

  test.each(programs.filter((name) => !isLab(name)))('%s cannot reach one', (name) => {
    expect(readFileSync(join(DIST, name), 'utf8').match(NETWORK)?.[0]).toBeUndefined();
  });

  test('the lab, which measures on loopback, is found out by the same look', () => {
    const found = programs.filter((name) => NETWORK.test(readFileSync(join(DIST, name), 'utf8')));
    expect(found.length).toBeGreaterThan(3);
    expect(found.filter((name) => !isLab(name))).toEqual([]);
  });
});
