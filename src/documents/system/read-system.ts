/** Reads system files, and reports each problem with its place. */
import type { Rules } from '../../core/model.ts';
import type { Input } from '../../core/overrides.ts';
import type { System } from '../../core/system/system.ts';
import type { Place } from '../../yaml/diagnostic.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import { describe } from '../../yaml/form-messages.ts';
import { type Part, type Path, type RuleFile, Written } from '../../yaml/node.ts';
import { matchForm } from '../../yaml/validate.ts';
import { readLegs } from './read-legs.ts';
import { systemRecordFrameForm } from './record-form.ts';
import { systemFrameForm } from './system-form.ts';

/** A system file without problems. */
export interface ReadSystem {
  readonly system: System;
  /** The place of a path within the file, or of its nearest existing parent. */
  readonly place: (path: Path, part: Part) => Place;
}

/**
 * Reads the system of a parsed file; of a recorded system the part that describes it.
 *
 * @param defaults answers below all others
 * @param findings receives the reasons why the file cannot be used with these rules
 * @returns `undefined` if there are any
 */
export function readSystem(rules: Rules, file: RuleFile, defaults: Input, findings: Findings): ReadSystem | undefined {
  const top = Written.top(file);
  if (!top.isMap() || top.child('legs') === undefined) {
    findings.add(top.place(), top.isMap() ? 'missing-key' : 'wrong-type', noSystem(top));
    return undefined;
  }
  const isRecord = top.child('decisions') !== undefined;
  const { name, says } =
    matchForm(withoutLegs(top), isRecord ? systemRecordFrameForm : systemFrameForm, findings) ?? {};
  const ground = { shared: top.child('shared')?.value, defaults };
  const legs = readLegs(rules, top.child('legs')?.value, ground, (path, part, message) =>
    findings.add(file.place(path, part), 'wrong-answer', message),
  );
  if (name === undefined || findings.sorted().length > 0) return undefined;
  return { system: { name, ...(says !== undefined && { says }), legs }, place: file.place };
}

/** The same node without what the reader of legs checks, so that no problem is reported twice. */
export function withoutLegs(top: Written): Written {
  return new Written(top.file, top.path, {
    ...Object.fromEntries(top.entries().map(([key, { value }]) => [key, value])),
    legs: {},
    shared: {},
  });
}

function noSystem(top: Written): string {
  if (!top.isMap()) return `Expected a system with "version", "name" and "legs", got ${describe(top.value)}.`;
  if (top.child('decision')) return 'Missing "legs": this is a record of one decision. Use "recommend --answers".';
  return 'Missing "legs": expected a map from the name of a leg to its answers. "wirewise system --new" writes an example.';
}
