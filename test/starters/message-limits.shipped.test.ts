/** What a server publishes, every client of its protocol accepts: both ends have the same limit. */
import { expect, test } from 'vitest';
import { findStarter } from '../../src/starters/render.ts';
import { label, names, starters } from './starters.ts';

/** The limit of one message in bytes (of the characters at a client, of which none has less than a byte). */
const LIMITS = {
  'http-streaming': { bytes: 2 ** 20, name: /max_?line/ },
  sse: { bytes: 2 ** 20, name: /max_?(event|bytes)/ },
  'grpc-streaming': { bytes: 2 ** 22, name: /max_?event|max_receive_message_length'|maxcallrecvmsgsize/ },
  'long-polling': { bytes: 2 ** 20, name: /max_?(bytes|chars|message)/ },
} as const;
type Limited = keyof typeof LIMITS;

const isLimited = (protocol: string): protocol is Limited => Object.hasOwn(LIMITS, protocol);

/** Programs without a limit of their own: the browser or a component reads for them, or (Rust) only one end has it. */
const LEFT_OUT = /(rust|delphi|javascript|react)/;

/** Numbers as the languages write them: `1_048_576`, `4 * 2**20`, `1 << 20`, `(1 << 20)`. */
function evaluate(written: string): number {
  const factors = written.replaceAll('_', '').split(/(?<!\*)\*(?!\*)/);
  return factors.reduce((product, factor) => {
    const [, base, operator, power] = /(\d+)\s*(?:(<<|\*\*)\s*(\d+))?/.exec(factor) ?? [];
    const raised = operator === '**' ? Number(base) ** Number(power) : Number(base) * 2 ** Number(power ?? 0);
    return product * raised;
  }, 1);
}

function limitsIn(text: string, name: RegExp): readonly number[] {
  const line = new RegExp(
    `(?<![a-z_])(?:${name.source})[a-z_]*['"]?\\s*[=,:(]\\s*\\(?([\\d_]+(?:\\s*(?:<<|\\*\\*?)\\s*[\\d_]+)*)`,
    'gi',
  );
  return [...text.matchAll(line)].map((match) => evaluate(match.at(-1) ?? ''));
}

const limited = names.filter(({ protocol }) => isLimited(protocol)).filter((name) => !LEFT_OUT.test(label(name)));

test.each(limited.map((name) => [label(name), name] as const))('%s', (_, name) => {
  if (!isLimited(name.protocol)) throw new Error('Not limited.');
  const { bytes, name: words } = LIMITS[name.protocol];
  const text = findStarter(starters, name)?.files[0]?.template ?? '';
  const found = limitsIn(text, words);
  // A message of long polling comes in an answer that holds it and more.
  const half = name.protocol === 'long-polling' && name.role === 'server' ? 2 : 1;
  expect(found).toContain(bytes / half);
});

test('numbers of all languages', () => {
  expect(['1_048_576', '2**20', '1 << 20', '4 * 2**20', '4 * 1_048_576', '4 << 20'].map(evaluate)).toEqual(
    [1, 1, 1, 4, 4, 4].map((count) => count * 2 ** 20),
  );
});
