/** The starters that ship, for the tests in this folder. */
import { fileURLToPath } from 'node:url';
import type { StarterSlot } from '../../src/core/starter.ts';
import { readStarters } from '../../src/rules/starters.ts';
import { findStarter, listStarters, type StarterName } from '../../src/snippets/render.ts';

export const FOLDER = fileURLToPath(new URL('../../rules/snippets', import.meta.url));
export const starters = readStarters(FOLDER);
export const names = listStarters(starters);

/** The places of one starter, by name. */
export function slotsOf(name: StarterName): Readonly<Record<string, StarterSlot>> {
  return findStarter(starters, name)?.slots ?? {};
}

/** Names a starter in the title of a test. */
export function label({ protocol, language, variant, role }: StarterName): string {
  return [protocol, 'in', language, variant, role].filter((part) => part !== undefined).join(' ');
}
