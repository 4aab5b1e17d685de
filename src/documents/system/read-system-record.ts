/** Reads recorded systems, and reports each problem with its place. */
import type { Rules } from '../../core/model.ts';
import type { RecordedSystem } from '../../core/record/check-system.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { Findings } from '../../yaml/diagnostics.ts';
import { type RuleFile, Written } from '../../yaml/node.ts';
import { matchForm } from '../../yaml/validate.ts';
import { basisOfRecord } from '../record-form.ts';
import { type ReadSystem, readSystem, withoutLegs } from './read-system.ts';
import { systemRecordFrameForm } from './record-form.ts';

export interface ReadSystemRecord extends Pick<ReadSystem, 'place'> {
  readonly record: RecordedSystem;
  /** Notes of the team. */
  readonly why: string | undefined;
}

/** Whether a file is, or is meant as, a recorded system. */
export function isSystemRecord(file: RuleFile): boolean {
  const top = Written.top(file);
  return (
    top.child('decisions') !== undefined || (top.child('legs') !== undefined && top.child('decision') === undefined)
  );
}

/**
 * @param findings receives the reasons why the file cannot be used with these rules
 * @returns `undefined` if there are any
 */
export function readSystemRecord(rules: Rules, file: RuleFile, findings: Findings): ReadSystemRecord | undefined {
  const top = Written.top(file);
  if (top.child('decisions') === undefined) {
    const message = 'Missing "decisions": this is a system without them. "wirewise record --system" writes them.';
    findings.add(top.place(), 'missing-key', message);
    return undefined;
  }
  // The record has its own answers: those of the project were written into it.
  const read = readSystem(rules, file, { answers: {}, overrides: undefined }, findings);
  const frame = read && matchForm(withoutLegs(top), systemRecordFrameForm, findings);
  if (!read || !frame) return undefined;
  checkNames(rules, file, read, frame, findings);
  if (findings.sorted().length > 0) return undefined;
  const { decisions, prefer = 'balanced', core = false, accepts = [], override, why, basis } = frame;
  const bases = basis && Object.fromEntries(Object.entries(basis).map(([leg, one]) => [leg, basisOfRecord(one)]));
  const record = { system: read.system, decisions, prefer, core, accepts, override, basis: bases };
  return { record, why, place: read.place };
}

function checkNames(
  rules: Rules,
  file: RuleFile,
  { system }: ReadSystem,
  {
    decisions,
    accepts = [],
  }: { readonly decisions: Readonly<Record<string, string>>; readonly accepts?: string[] | undefined },
  findings: Findings,
): void {
  const legs = system.legs.map(({ name }) => name);
  const protocols = rules.protocols.map(({ id }) => id);
  for (const [leg, protocol] of Object.entries(decisions)) {
    const path = ['decisions', leg];
    if (!legs.includes(leg))
      findings.add(file.place(path, 'key'), 'unknown-name', `Unknown leg "${leg}".${didYouMean(leg, legs)}`);
    if (!protocols.includes(protocol))
      findings.add(
        file.place(path, 'value'),
        'unknown-name',
        `Unknown protocol "${protocol}".${didYouMean(protocol, protocols)}`,
      );
  }
  for (const leg of legs.filter((name) => !Object.hasOwn(decisions, name)))
    findings.add(file.place(['decisions'], 'key'), 'missing-key', `Missing "${leg}" under "decisions".`);
  const mistakes = [...rules.mistakes, ...(rules.systemMistakes ?? [])].map(({ id }) => id);
  for (const [at, id] of accepts.entries()) {
    if (mistakes.includes(id)) continue;
    const hint = didYouMean(id, mistakes) || ' Remove it.';
    findings.add(file.place(['accepts', at], 'value'), 'unknown-name', `Unknown mistake "${id}".${hint}`);
  }
}
