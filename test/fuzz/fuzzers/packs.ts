import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { isFailure } from '../../../src/cli/errors.ts';
import { reservedNames } from '../../../src/cli/options/options.ts';
import { decide } from '../../../src/core/decide.ts';
import type { Rules } from '../../../src/core/model.ts';
import { FORMATS } from '../../../src/report/formats.ts';
import { builtInRules } from '../../../src/rules/built-in.ts';
import { loadPacks } from '../../../src/rules/load.ts';
import { fakeIo } from '../../cli/fake-world.ts';
import { damaged } from '../../cli/hostile/hostile-text.ts';
import { runOver } from '../../cli/run-command.ts';
import { memoryFs } from '../../rules/memory-fs.ts';
import { SMALL_PACK, smallRules } from '../../rules/small-pack.ts';
import { assertHarmless } from '../decent.ts';
import { fuzzerOf } from '../fuzzer.ts';
import { mutated } from '../mutate.ts';

const base = smallRules();
const reserved = reservedNames(await builtInRules());
const paths = readdirSync(SMALL_PACK, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(SMALL_PACK, path), 'utf8')]));
const names = [
  ...[...base.questions, ...base.criteria, ...base.protocols, ...base.mistakes, ...base.presets].map(({ id }) => id),
  ...base.questions.flatMap(({ options }) => options.map(({ value }) => String(value))),
  ...['all', 'any', 'not', 'count', 'of', 'atLeast', 'first', 'feasible', 'saving', 'given', 'from', 'below', 'when'],
  ...['requires', 'weighs', 'because', 'also', 'extends', 'id', 'kind', 'options', 'cells', 'orUnknown', 'forbid'],
  ...reserved,
];
/** A pack with one file that is nearly right, as a whole pack, or as one over the small one. */
const pack = fc.constantFrom(...paths).chain((path) => {
  const text = files[path] ?? '';
  const changed = fc.oneof(
    { weight: 5, arbitrary: mutated(parse(text), names).map((one) => JSON.stringify(one) ?? '') },
    { weight: 1, arbitrary: damaged(Buffer.from(text)) },
  );
  return fc.tuple(fc.constant(path), changed, fc.boolean());
});

export const fuzzer = fuzzerOf({
  kind: 'rule packs',
  share: 2,
  inputs: fc.tuple(pack, fc.constantFrom(...Object.keys(FORMATS)), fc.nat()),
  attempt: async ([[path, changed, isOver], format, seed]) => {
    const all = isOver ? { [`p/${path}`]: changed } : { ...inFolder(), [`p/${path}`]: changed };
    const loaded = loadPacks({ ...(isOver && { base }), dirs: ['p'], fs: memoryFs(all), reserved });
    for (const { message, place } of loaded.diagnostics) {
      assertHarmless(message, 'A message');
      if (/undefined|\[object|Invalid input/.test(message)) throw new Error(`A message for nobody: ${message}`);
      if (place.line < 1 || place.column < 1) throw new Error(`No place: ${JSON.stringify(place)}`);
    }
    if (loaded.rules === undefined) {
      if (loaded.diagnostics.length === 0) throw new Error('Neither rules nor a reason.');
      return 'refused';
    }
    await use(loaded.rules, format, seed);
    return 'accepted';
  },
});

function inFolder(): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`p/${path}`, text]));
}

/** Rules that were accepted must serve every command. */
async function use(rules: Rules, format: string, seed: number): Promise<void> {
  const answers = Object.fromEntries(
    rules.questions.flatMap(({ id, kind, options }, at) => {
      const { value } = options[(seed >> at) % Math.max(1, options.length)] ?? {};
      if ((seed >> at) % 3 === 0 || value === undefined) return [];
      return [[id, kind === 'choices' ? [String(value)] : value]];
    }),
  );
  decide(rules, answers, { robustness: { samples: 3, seed: 1 } });
  for (const argv of [
    ['recommend', '--format', format, '--samples', '0'],
    ['matrix', '--all', '--notes'],
    ['rules', 'show'],
  ]) {
    assertHarmless(await textOf(rules, argv), argv[0] ?? '');
  }
}

/** What a command prints; that some format cannot show a decision is no finding. */
async function textOf(rules: Rules, argv: readonly string[]): Promise<string> {
  try {
    return (await runOver(rules, argv, fakeIo('/nonexistent'))).text;
  } catch (error) {
    if (isFailure(error)) return error.message;
    throw error;
  }
}
