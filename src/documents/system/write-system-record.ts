import { Document, isMap, parseDocument } from 'yaml';
import type { RecordedSystem } from '../../core/record/check-system.ts';
import type { Basis } from '../../core/record/snapshot.ts';
import { VERSION } from '../../core/version.ts';
import {
  handsOff,
  inOneLineIfShort,
  LAYOUT,
  layOutAnswers,
  layOutBasis,
  quoteWords,
  setValues,
} from '../write-record.ts';

/** What the file holds besides the record. */
export interface SystemRecordExtras {
  readonly why: string | undefined;
  /** By leg. */
  readonly basis: Readonly<Record<string, Basis>>;
}

/** The recorded system as plain JSON, as `check` reads it: all answers of each leg, without presets. */
export function systemRecordAsData(
  record: RecordedSystem,
  { why, basis }: SystemRecordExtras,
): Record<string, unknown> {
  const { system, decisions, prefer, core, accepts, override } = record;
  return {
    version: 1,
    name: system.name,
    ...(system.says !== undefined && { says: system.says }),
    ...(why !== undefined && { why }),
    legs: Object.fromEntries(
      system.legs.map(({ name, says, data, source, answers, overrides }) => [
        name,
        {
          ...(says !== undefined && { says }),
          ...(data !== undefined && { data }),
          ...(source !== undefined && { source }),
          ...answers,
          ...overrides,
        },
      ]),
    ),
    ...(prefer !== 'balanced' && { prefer }),
    ...(core && { core }),
    decisions,
    ...(accepts.length > 0 && { accepts }),
    ...(override && { override }),
    basis: Object.fromEntries(Object.entries(basis).map(([leg, one]) => [leg, { wirewise: VERSION, ...one }])),
  };
}

/** The record as YAML. With the text of a record that exists its comments, and the order of what stays, are kept. */
export function systemRecordAsYaml(
  record: RecordedSystem,
  extras: SystemRecordExtras,
  { head, text }: { readonly head: string; readonly text?: string },
): string {
  const data = systemRecordAsData(record, extras);
  const document = text === undefined ? new Document(data, { aliasDuplicateObjects: false }) : parseDocument(text);
  if (text !== undefined) setValues(document, data);
  quoteWords(document);
  const legs = document.get('legs');
  for (const { value } of isMap(legs) ? legs.items : []) if (isMap(value)) layOutAnswers(value, '    ');
  inOneLineIfShort('accepts', document.get('accepts', true));
  const basis = handsOff(document, 'basis');
  for (const { value } of isMap(basis) ? basis.items : []) if (isMap(value)) layOutBasis(value);
  return (text === undefined ? head : '') + document.toString(LAYOUT);
}
