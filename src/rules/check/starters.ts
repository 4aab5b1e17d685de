import { join } from 'node:path';
import type { Findings } from '../../yaml/diagnostics.ts';
import { NAMES } from '../messages.ts';
import type { ParsedPacks } from '../read/parsed-packs.ts';
import type { Names, Vocabulary } from './known-names.ts';

/** Reports starters for unknown protocols and in unknown languages. */
export function checkStarters(parsed: ParsedPacks, names: Vocabulary, findings: Findings): void {
  for (const { dir, data } of parsed.starters) {
    for (const [protocol, languages] of Object.entries(data)) {
      checkFolder(join(dir, protocol), protocol, names.protocols, findings);
      for (const language of Object.keys(languages)) {
        checkFolder(join(dir, protocol, language), language, names.languages, findings);
      }
    }
  }
}

function checkFolder(file: string, id: string, names: Names, findings: Findings): void {
  if (names.ids.has(id) || !names.isComplete) return;
  const args = { kind: names.kind, name: id, known: [...names.ids] };
  findings.report({ file, line: 1, column: 1 }, NAMES.unknown, args);
}
