import { readdirSync } from 'node:fs';
import { holds } from '../../../core/condition/evaluate.ts';
import type { Answers, Language, Rules } from '../../../core/model.ts';
import { findStarter } from '../../../starters/render.ts';
import type { StarterRole, StartersData } from '../../../starters/starter.ts';

/** The language of a starter, and why that one, in words that fit into brackets. */
export interface LanguageChoice {
  readonly language: string;
  readonly because: string;
}

export interface LanguageRequest {
  readonly protocol: string;
  /** The product that it has to be for; one that there is not in any language does not count. */
  readonly variant?: string;
  readonly role: StarterRole;
  readonly answers: Answers;
  /** Where to look for a project. */
  readonly cwd: string;
}

/**
 * As answered, whether there is such a starter or not; else the first language of the project in the working directory
 * in which there is one; else the first language at all in which there is one.
 *
 * @returns `undefined` when there is no starter in any language, and none was asked for
 */
export function chooseLanguage(
  rules: Rules,
  starters: StartersData,
  { protocol, variant, role, answers, cwd }: LanguageRequest,
): LanguageChoice | undefined {
  const question = rules.questions.find(({ about, kind }) => about === 'starter' && kind === 'choice');
  const answer = question && answers[question.id];
  if (typeof answer === 'string') return { language: answer, because: 'as you asked' };
  // Each language is a file that is read when it is looked at: no further than the first that fits.
  const has = (language: string, product: { readonly variant?: string }) =>
    findStarter(starters, { protocol, language, role, ...product }) !== undefined;
  const isAnywhere = variant !== undefined && Object.keys(starters[protocol] ?? {}).some((id) => has(id, { variant }));
  const isThere = (language: string) => has(language, isAnywhere ? { variant } : {});
  const found = detectLanguages(rules.languages, answers, cwd);
  const fitting = found.find(({ language }) => isThere(language));
  if (fitting) return { language: fitting.language, because: `${fitting.file} is here` };
  const language = [...rules.languages.map(({ id }) => id), ...Object.keys(starters[protocol] ?? {})].find(isThere);
  const [missing] = found;
  const because = missing ? `${missing.file} is here, but there is none for it` : 'no project was found here';
  return language === undefined ? undefined : { language, because };
}

/** Every language that the files of a folder speak for, the likeliest first. A folder that cannot be read has none. */
function detectLanguages(
  languages: readonly Language[],
  answers: Answers,
  folder: string,
): { readonly language: string; readonly file: string }[] {
  const names = listFolder(folder);
  const find = (id: string, patterns: readonly string[]) => {
    const file = names.find((name) => patterns.some((pattern) => matches(pattern, name)));
    return file === undefined ? [] : [{ language: id, file }];
  };
  return [
    ...languages.filter(({ when }) => holds(when, { answers })).flatMap(({ id, files }) => find(id, files)),
    ...languages.flatMap(({ id, fallbackFiles = [] }) => find(id, fallbackFiles)),
  ];
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function matches(pattern: string, name: string): boolean {
  return pattern.startsWith('*') ? name.toLowerCase().endsWith(pattern.slice(1)) : name === pattern;
}
