/** Checks the programs of a starter against the values that its manifest declares. */
import { SLOT_ENDINGS, SLOT_MARK } from '../../starters/starter.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { placesIn } from '../../yaml/places.ts';
import { ID, type SlotManifest, type StarterManifest } from '../forms/starter.ts';
import { STARTERS } from '../starter-messages.ts';

/** Returns the names of the slots in a program. Each must be declared, and must be a whole literal. */
export function readMarks(file: string, template: string, { values }: StarterManifest, findings: Findings): string[] {
  const placeAt = placesIn(file, template);
  const marks = [...template.matchAll(SLOT_MARK)].map(({ 2: name = '', index }) => ({ name, index }));
  for (const { name, index } of marks) {
    if (Object.hasOwn(values, name)) continue;
    findings.report(placeAt(index), STARTERS.undeclared, { name, known: Object.keys(values) });
  }
  const rest = template.replace(SLOT_MARK, (mark) => ' '.repeat(mark.length));
  for (const { index } of rest.matchAll(/\{\{/g)) {
    findings.report(placeAt(index), STARTERS.noSlot, {});
  }
  return marks.map(({ name }) => name);
}

/** Reports slots in files of a language in which literals cannot be written. */
export function checkEnding(path: string, file: string, template: string, findings: Findings): void {
  const at = template.search(SLOT_MARK);
  if (at < 0 || SLOT_ENDINGS.some((ending) => path.endsWith(`.${ending}`))) return;
  findings.report(placesIn(file, template)(at), STARTERS.noLiterals, { path, endings: SLOT_ENDINGS });
}

const TYPES = { text: 'string', integer: 'number', boolean: 'boolean' } as const;

/** Checks the name and the values of a slot. */
export function checkSlot(name: string, at: Written, slot: SlotManifest, findings: Findings): void {
  if (!ID.test(name)) {
    findings.report(at.place('key'), STARTERS.wrongName, { name });
  }
  const paths = Object.entries(slot.from ?? {}).flatMap(([question, choices]) =>
    Object.entries(choices).map(([answer, one]) => ({ path: ['from', question, answer], one })),
  );
  for (const { path, one } of [{ path: ['default'], one: slot.default }, ...paths]) {
    const place = at.follow(path).place();
    if (typeof one !== TYPES[slot.kind]) {
      findings.report(place, STARTERS.wrongKind, { name, kind: slot.kind, value: one });
    } else if (typeof one === 'number' && (one < (slot.atLeast ?? one) || one > (slot.atMost ?? one))) {
      findings.report(place, STARTERS.outOfRange, { name, value: one });
    } else if (typeof one === 'string' && slot.starts && !slot.starts.some((start) => one.startsWith(start))) {
      findings.report(place, STARTERS.wrongStart, { name, value: one, starts: slot.starts });
    }
  }
}
