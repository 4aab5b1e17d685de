import { readdirSync } from 'node:fs';
import type { Language } from '../core/model.ts';

export interface DetectedLanguage {
  readonly language: string;
  /** The file that gave it away; absent when it is only the default. */
  readonly file?: string;
}

/**
 * The language of the project in a folder, by the files that lie there; the first language that matches counts, and
 * the first of all is the default. A folder that cannot be read gives the default, too.
 */
export function detectLanguage(languages: readonly Language[], folder: string): DetectedLanguage | undefined {
  const names = listFolder(folder);
  for (const { id, files } of languages) {
    const file = names.find((name) => files.some((pattern) => matches(pattern, name)));
    if (file !== undefined) return { language: id, file };
  }
  const [first] = languages;
  return first && { language: first.id };
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
