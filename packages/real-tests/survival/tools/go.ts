/** Compiles Go starters, with the newest Go and the libraries that `.ci/install-servers` fetched. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms, LIBRARIES, runCompiler } from '../../program.ts';
import { placed } from './placed.ts';

/** By the text of the program and its clock: where it is. */
const built = new Map<string, Promise<string>>();

export async function startGo(folder: string, main: string, faster?: number) {
  writeFileSync(join(folder, 'user.go'), GO_USER);
  const build = (text: string) => {
    const key = `${faster} ${text}`;
    const program = built.get(key) ?? compile(folder, main, text, faster);
    built.set(key, program);
    return program;
  };
  const text = readFileSync(join(folder, main), 'utf8');
  return { command: await placed(text, build, join(folder, 'placed')), args: [], env: {} };
}

async function compile(folder: string, main: string, text: string, faster?: number): Promise<string> {
  writeFileSync(join(folder, main), text);
  const target = join(folder, 'program');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.go'));
  await runCompiler(goCommand(), ['build', ...overlay(faster), '-o', target, ...sources], {
    cwd: folder,
    env: goEnv(folder),
  });
  return target;
}

/**
 * What the code of a user calls; a file of its own, so that it may import what it likes. It is of the same package as
 * the starter: its names are none that a starter has.
 */
const GO_USER = `package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

func userFails(parts ...any) error {
	if _, err := os.Stat("outage"); err == nil || strings.Contains(fmt.Sprint(parts...), "poison") {
		return errors.New("no database")
	}
	return nil
}

func userSource[T any](value T) T {
	if err := userFails(); err != nil {
		panic(err)
	}
	return value
}

func userLarge(text string) string {
	return text + strings.Repeat("x", 300_000)
}

func userNumbered(n int) string {
	return fmt.Sprint(n, " ", strings.Repeat("x", 4000))
}
`;

/** The one that the project file names comes from a later Debian. */
export function goCommand(): string {
  const fetched = join(LIBRARIES, 'go', 'usr', 'lib', 'go-1.24', 'bin', 'go');
  return existsSync(fetched) ? fetched : (findPrograms('go')[0] ?? 'go');
}

export function goEnv(folder: string): Readonly<Record<string, string>> {
  const sources = join(LIBRARIES, 'go', 'usr', 'share', 'gocode');
  const path = [sources, '/usr/share/gocode'].filter((one) => existsSync(one)).join(':');
  const cache = join(folder, '..', '..', 'go-build');
  // Without tables for debuggers, linking takes a quarter less.
  return {
    GO111MODULE: 'off',
    GOFLAGS: '-ldflags=-w',
    GOPATH: `${folder}:${path}`,
    GOCACHE: cache,
    GOTOOLCHAIN: 'local',
  };
}

/** Go's standard library with shorter pauses, in a copy that this build alone sees. */
function overlay(faster: number | undefined): readonly string[] {
  if (faster === undefined) return [];
  const root = spawnSync(goCommand(), ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  const folder = join(LIBRARIES, `go-clock-${faster}`);
  mkdirSync(folder, { recursive: true });
  const changes = {
    'src/runtime/time.go': [/(func timeSleep\(ns int64\) \{\n)/, `$1\tns /= ${faster}\n`],
    'src/time/sleep.go': [/(func when\(d Duration\) int64 \{\n)/, `$1\td /= ${faster}\n`],
  } as const;
  const replace = Object.entries(changes).map(([path, [find, by]]) => {
    const text = readFileSync(join(root, path), 'utf8');
    const changed = join(folder, path.replaceAll('/', '-'));
    writeFileSync(changed, text.replace(find, by));
    return [join(root, path), changed];
  });
  const file = join(folder, 'overlay.json');
  writeFileSync(file, JSON.stringify({ Replace: Object.fromEntries(replace) }));
  return ['-overlay', file];
}
