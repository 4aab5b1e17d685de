/** Reads recorded decisions, and reports each problem with its place. */

import type { Rules } from '../core/model.ts';
import type { RecordedDecision } from '../core/record/check-record.ts';
import { protocolsOf } from '../core/record/snapshot.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { Place } from '../yaml/diagnostic.ts';
import { Findings } from '../yaml/diagnostics.ts';
import { describe } from '../yaml/form-messages.ts';
import { type Part, type Path, Written } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import { matchForm } from '../yaml/validate.ts';
import { readAnswers } from './read-answers.ts';
import { basisOfRecord, recordFrameForm } from './record-form.ts';

export interface ReadRecord {
  readonly record: RecordedDecision;
  /** Notes of the team. */
  readonly why: string | undefined;
  /** The place of a path within the file, or of its nearest existing parent. */
  readonly place: (path: Path, part: Part) => Place;
}

/**
 * Reads a recorded decision in YAML or JSON.
 *
 * @param name of the file, for messages
 * @param findings empty; receives the reasons why the file cannot be used with these rules
 * @returns `undefined` if there are any
 */
export function readRecord(rules: Rules, name: string, bytes: Uint8Array, findings: Findings): ReadRecord | undefined {
  const syntax = new Findings();
  const file = parseYaml(name, bytes, syntax);
  for (const { place, code, message } of syntax.sorted()) {
    findings.add(place, code, code === 'empty-file' ? 'Expected a recorded decision, the file is empty.' : message);
  }
  if (!file) return undefined;
  const top = Written.top(file);
  if (!top.isMap() || (top.child('decision') === undefined && top.child('answers') === undefined)) {
    const message = `Expected a recorded decision, as "wirewise record" writes it, got ${describe(top.value)}.`;
    const hint = top.isMap() ? ' Missing "decision" and "answers".' : '';
    findings.add(top.place(), 'wrong-type', message + hint);
    return undefined;
  }
  const frame = matchForm(top, recordFrameForm, findings);
  const known = top.child('basis');
  const { answers, overrides } = readAnswers(rules, top.child('answers')?.value, (path, part, message) => {
    const wasKnown = path.length === 1 && part === 'key' && known?.child('answers')?.child(String(path[0]));
    const hint = wasKnown ? ' The rules knew it when this was recorded.' : '';
    findings.add(file.place(['answers', ...path], part), 'wrong-answer', message + hint);
  });
  if (!frame) return undefined;
  const { decision, accepts = [], core = false } = frame;
  const basis = frame.basis && basisOfRecord(frame.basis);
  const protocols = rules.protocols.map(({ id }) => id);
  if (!protocols.includes(decision)) {
    const wasKnown = basis && protocolsOf(basis).includes(decision);
    const hint = wasKnown
      ? ` The rules knew it when this was recorded, with ${basis.packs.join(' + ')}.`
      : didYouMean(decision, protocols);
    findings.add(file.place(['decision'], 'value'), 'unknown-name', `Unknown protocol "${decision}".${hint}`);
  }
  const mistakes = rules.mistakes.map(({ id }) => id);
  for (const [at, id] of accepts.entries()) {
    if (mistakes.includes(id)) continue;
    const hint = didYouMean(id, mistakes) || ' Remove it, or see "wirewise explain --mistake".';
    findings.add(file.place(['accepts', at], 'value'), 'unknown-name', `Unknown mistake "${id}".${hint}`);
  }
  if (findings.sorted().length > 0) return undefined;
  const { name: title, why, override } = frame;
  const record = { name: title, answers, overrides, decision, all: !core, accepts, override, basis };
  return { record, why, place: file.place };
}

/**
 * Whether a text looks like a recorded decision: it has the keys `version` and `decision`, or `decisions`. Does not parse, so that a record
 * with a syntax error is recognised.
 */
export function looksLikeRecord(text: string): boolean {
  return hasKey(text, 'version') && (hasKey(text, 'decision') || hasKey(text, 'decisions'));
}

/** Whether a text may be a recorded system. */
export function hasLegs(text: string): boolean {
  return hasKey(text, 'legs');
}

function hasKey(text: string, key: string): boolean {
  // No part may run over the lines that another start has run over: the time has to be linear in blank lines.
  return new RegExp(`^${key}[ \\t]*:|^[ \\t]*"${key}"\\s*:|[{,]\\s*"${key}"\\s*:`, 'm').test(text);
}
