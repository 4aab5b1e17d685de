import { readdirSync } from 'node:fs';
import type { Rules } from '../../../core/model.ts';
import * as starterLanguage from '../../../starters/choose-language.ts';
import type { StartersData } from '../../../starters/starter.ts';

export interface LanguageRequest extends Omit<starterLanguage.LanguageRequest, 'listFiles'> {
  /** Where to look for a project. */
  readonly cwd: string;
}

/** The language of a starter, see `starters/choose-language.ts`; the project is the working directory. */
export function chooseLanguage(
  rules: Rules,
  starters: StartersData,
  { cwd, ...request }: LanguageRequest,
): starterLanguage.LanguageChoice | undefined {
  return starterLanguage.chooseLanguage(rules, starters, { ...request, listFiles: () => listFolder(cwd) });
}

/** Sorted names; none for a folder that cannot be read. */
export function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
