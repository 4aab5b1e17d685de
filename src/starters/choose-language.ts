import { holds } from '../core/condition/evaluate.ts';
import type { Answers, Language, Rules } from '../core/model.ts';
import { findStarter, type StarterName } from './render.ts';
import type { StarterRole, StartersData } from './starter.ts';

/** The language of a starter, and the reason for it as a phrase for brackets. */
export interface LanguageChoice {
  readonly language: string;
  readonly because: string;
}

export interface LanguageRequest {
  readonly protocol: string;
  /** The product that the starter is for; ignored when no language has a starter for it. */
  readonly variant?: string;
  readonly role: StarterRole;
  readonly answers: Answers;
  /** The sorted names of the files of the project. Called at most once, and only if they matter. */
  readonly listFiles: () => readonly string[];
}

/**
 * Chooses the language that was answered, whether it has a starter or not. Without an answer it chooses the first
 * language with a starter: of the project, else the one that suits the clients, else the default.
 *
 * @returns `undefined` when no language has a starter, and none was answered
 */
export function chooseLanguage(
  rules: Rules,
  starters: StartersData,
  { protocol, variant, role, answers, listFiles }: LanguageRequest,
): LanguageChoice | undefined {
  const answer = languageAnswer(rules, answers);
  if (answer !== undefined) return { language: answer, because: 'as you asked' };
  // Each language is read from its own file: stop at the first that fits.
  const has = (language: string, product: { readonly variant?: string }) =>
    findStarter(starters, { protocol, language, role, ...product }) !== undefined;
  const isAnywhere = variant !== undefined && Object.keys(starters[protocol] ?? {}).some((id) => has(id, { variant }));
  const isThere = (language: string) => has(language, isAnywhere ? { variant } : {});
  const found = detectLanguages(rules.languages, answers, listFiles());
  const fitting = found.find(({ language }) => isThere(language));
  if (fitting) return { language: fitting.language, because: `${fitting.file} is here` };
  const suitable = rules.languages.filter(({ when }) => when !== undefined && holds(when, { answers }));
  const usual = rules.languages.filter(({ fallbackFiles }) => fallbackFiles !== undefined);
  const others = [...rules.languages.map(({ id }) => id), ...Object.keys(starters[protocol] ?? {})];
  const language = [...[...suitable, ...usual].map(({ id }) => id), ...others].find(isThere);
  const [missing] = found;
  const nothing = missing ? `${missing.file} is here, but there is no starter for it` : 'no project was found here';
  const because = suitable.some(({ id }) => id === language) ? `${nothing}; it suits the clients` : nothing;
  return language === undefined ? undefined : { language, because };
}

/** The language that was answered, if any. */
export function languageAnswer({ questions }: Rules, answers: Answers): string | undefined {
  const question = questions.find(({ about, kind }) => about === 'starter' && kind === 'choice');
  const answer = question && answers[question.id];
  return typeof answer === 'string' ? answer : undefined;
}

/** The languages that have a starter for one end of a protocol, for the usual product. */
export function languagesOf(
  starters: StartersData,
  { protocol, role }: Pick<StarterName, 'protocol' | 'role'>,
): string[] {
  return Object.keys(starters[protocol] ?? {}).filter((language) =>
    findStarter(starters, { protocol, language, role }),
  );
}

/** Languages that the files of a project indicate, the most likely first. */
function detectLanguages(
  languages: readonly Language[],
  answers: Answers,
  names: readonly string[],
): { readonly language: string; readonly file: string }[] {
  const find = (id: string, patterns: readonly string[]) => {
    const file = names.find((name) => patterns.some((pattern) => matches(pattern, name)));
    return file === undefined ? [] : [{ language: id, file }];
  };
  return [
    ...languages.filter(({ when }) => holds(when, { answers })).flatMap(({ id, files }) => find(id, files)),
    ...languages.flatMap(({ id, fallbackFiles = [] }) => find(id, fallbackFiles)),
  ];
}

function matches(pattern: string, name: string): boolean {
  return pattern.startsWith('*') ? name.toLowerCase().endsWith(pattern.slice(1)) : name === pattern;
}
