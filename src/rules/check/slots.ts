/** Checks the programs of a starter against the values that its manifest declares. */
import { SLOT_ENDINGS, SLOT_MARK } from '../../starters/starter.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import type { Written } from '../../yaml/node.ts';
import { placesIn } from '../../yaml/places.ts';
import { show } from '../../yaml/validate.ts';
import { ID, type SlotManifest, type StarterManifest } from '../forms/starter.ts';

/** Returns the names of the slots in a program. Each must be declared, and must be a whole literal. */
export function readMarks(file: string, template: string, { values }: StarterManifest, findings: Findings): string[] {
  const placeAt = placesIn(file, template);
  const marks = [...template.matchAll(SLOT_MARK)].map(({ 2: name = '', index }) => ({ name, index }));
  for (const { name, index } of marks) {
    if (Object.hasOwn(values, name)) continue;
    const hint = didYouMean(name, Object.keys(values));
    findings.add(placeAt(index), 'unknown-name', `Unknown value ${name}: not under "values".${hint}`);
  }
  const rest = template.replace(SLOT_MARK, (mark) => ' '.repeat(mark.length));
  for (const { index } of rest.matchAll(/\{\{/g)) {
    findings.add(
      placeAt(index),
      'wrong-value',
      `Expected no "{{" outside a slot; a slot is a whole literal, '{{name}}'.`,
    );
  }
  return marks.map(({ name }) => name);
}

/** Reports slots in files of a language in which literals cannot be written. */
export function checkEnding(path: string, file: string, template: string, findings: Findings): void {
  const at = template.search(SLOT_MARK);
  if (at < 0 || SLOT_ENDINGS.some((ending) => path.endsWith(`.${ending}`))) return;
  const message = `Unexpected value in a file like ${show(path)}: they can stand in .${SLOT_ENDINGS.join(', .')}.`;
  findings.add(placesIn(file, template)(at), 'wrong-value', message);
}

const TYPES = { text: 'string', integer: 'number', boolean: 'boolean' } as const;

/** Checks the name and the values of a slot. */
export function checkSlot(name: string, at: Written, slot: SlotManifest, findings: Findings): void {
  if (!ID.test(name)) {
    findings.add(at.place('key'), 'wrong-value', `Expected lower-case letters, digits and hyphens, got ${show(name)}.`);
  }
  const paths = Object.entries(slot.from ?? {}).flatMap(([question, choices]) =>
    Object.entries(choices).map(([answer, one]) => ({ path: ['from', question, answer], one })),
  );
  for (const { path, one } of [{ path: ['default'], one: slot.default }, ...paths]) {
    const place = at.follow(path).place();
    if (typeof one !== TYPES[slot.kind]) {
      findings.add(place, 'wrong-type', `Expected ${slot.kind} for ${name}, got ${show(one)}.`);
    } else if (typeof one === 'number' && (one < (slot.atLeast ?? one) || one > (slot.atMost ?? one))) {
      findings.add(place, 'wrong-value', `${name}: ${one} is out of its own range.`);
    } else if (typeof one === 'string' && slot.starts && !slot.starts.some((start) => one.startsWith(start))) {
      findings.add(place, 'wrong-value', `${name}: ${show(one)} does not start with ${slot.starts.join(' or ')}.`);
    }
  }
}
