import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { type PageData, withoutUnshown } from '../../../explore/data.ts';
import type { State } from '../../../explore/state.ts';
import type { Hashed, LiveParts } from '../../../report/html/live.ts';
import type { StartersData } from '../../../starters/starter.ts';
import type { Context } from '../../context.ts';

/** Bytes that a page with the built-in rules may have. The starters take what the rest of the page leaves. */
export const LARGEST_PAGE = 400_000;

/** Bytes of the page besides its script, style sheet and data. */
const ROOM_FOR_SHELL = 2_000;

/**
 * The program of a live page with the rules of this run, and as many starters as fit into the page.
 *
 * @param start the answers that the page shows first
 * @param taken bytes of the page that something else takes
 */
export async function liveParts(
  {
    rules,
    starters,
    rulesDirs,
    isProjectIgnored,
  }: Pick<Context, 'rules' | 'starters' | 'rulesDirs' | 'isProjectIgnored'>,
  start: State,
): Promise<LiveParts> {
  const { script, style } = await import('#explore');
  const page: PageData = { rules: withoutUnshown(rules), rulesDirs, isProjectIgnored, start };
  const data = deflated(page);
  const room = LARGEST_PAGE - ROOM_FOR_SHELL - Buffer.byteLength(script) - Buffer.byteLength(style) - data.length;
  const languages = rules.languages.map(({ id }) => id);
  return { script: hashed(script), style: hashed(style), data, starters: fittingStarters(starters, languages, room) };
}

/** The clients of all languages; where they do not fit, without the last languages. */
function fittingStarters(starters: StartersData, languages: readonly string[], room: number): string {
  for (let count = languages.length; count > 0; count--) {
    const text = deflated(clientsIn(starters, languages.slice(0, count)));
    if (text.length <= room) return text;
  }
  return deflated({});
}

/** The clients alone: the page shows no servers, as reports do not. */
function clientsIn(starters: StartersData, languages: readonly string[]): StartersData {
  return Object.fromEntries(
    Object.entries(starters).map(([protocol, byLanguage]) => [
      protocol,
      Object.fromEntries(
        languages.flatMap((language) => {
          const { client, variant } = byLanguage[language] ?? {};
          return client ? [[language, { client, ...(variant !== undefined && { variant }) }]] : [];
        }),
      ),
    ]),
  );
}

function deflated(data: object): string {
  return deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64');
}

function hashed(text: string): Hashed {
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
