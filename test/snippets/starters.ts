/** The starters that ship, for the tests in this folder. */
import { fileURLToPath } from 'node:url';
import { readStarters } from '../../src/rules/starters.ts';
import { listStarters } from '../../src/snippets/render.ts';

export const FOLDER = fileURLToPath(new URL('../../rules/snippets', import.meta.url));
export const starters = readStarters(FOLDER);
export const names = listStarters(starters);
