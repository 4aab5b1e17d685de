/** Fills the slots of a starter: with the value from the user, else from the answers, else the default. */
import type { Answers } from '../core/model.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { joined, own } from '../text/lists.ts';
import { renderLiteral } from './literals.ts';
import { checkSlotValue } from './slots.ts';
import {
  type LanguageStarters,
  type MinimalStarter,
  type RenderedStarter,
  SLOT_MARK,
  type Starter,
  type StarterRole,
  type StarterRoles,
  type StarterSlot,
  type StartersData,
  type StarterValue,
} from './starter.ts';

export interface StarterRequest extends StarterName {
  /** Fill slots that have `from`. */
  readonly answers: Answers;
  /** Values from the user, by slot; text is converted to the slot's kind. They override all others. */
  readonly set: Readonly<Record<string, StarterValue>>;
  /** Whether the shortest form is wanted. */
  readonly isMinimal?: boolean;
}

export interface StarterProblem {
  readonly code: 'unknown-starter' | 'path-taken' | 'no-minimal' | 'unknown-value' | 'unused-value' | 'bad-value';
  /** One line for each wrong value. */
  readonly message: string;
}

export interface StarterName {
  readonly protocol: string;
  readonly language: string;
  /** The product that it works with; absent: the usual one. */
  readonly variant?: string;
  readonly role: StarterRole;
}

const ROLES = ['client', 'server'] as const;

/** All starters, in the order of the data, the usual product first, clients before servers. */
export function listStarters(starters: StartersData): readonly StarterName[] {
  return Object.entries(starters).flatMap(([protocol, languages]) =>
    Object.entries(languages).flatMap(([language, set]) =>
      variantsOf(set).flatMap(([variant, roles]) =>
        ROLES.filter((role) => roles[role] !== undefined).map((role) => ({
          protocol,
          language,
          ...(variant !== undefined && { variant }),
          role,
        })),
      ),
    ),
  );
}

/** The starters by product, the usual one first; its id is `undefined` if there is only one product. */
function variantsOf(starters: LanguageStarters): readonly (readonly [string | undefined, StarterRoles])[] {
  return [[starters.variant, starters], ...Object.entries(starters.variants ?? {})];
}

/** The starter of that name, unfilled; `undefined` if there is none. */
export function findStarter(
  starters: StartersData,
  { protocol, language, variant, role }: StarterName,
): Starter | undefined {
  const here = own(own(starters, protocol), language);
  const roles = variant === undefined || variant === here?.variant ? here : own(here?.variants, variant);
  return roles?.[role];
}

/** The default product of a starter; `undefined` if there is only one. */
export function usualVariant(starters: StartersData, { protocol, language }: StarterName): string | undefined {
  return own(own(starters, protocol), language)?.variant;
}

/** The filled program for one protocol, language and role, or the reason why there is none. */
export function renderStarter(
  starters: StartersData,
  request: StarterRequest,
): RenderedStarter | { problem: StarterProblem } {
  const { protocol, language, role } = request;
  const starter = findStarter(starters, request);
  const variant = request.variant ?? usualVariant(starters, request);
  if (starter === undefined)
    return { problem: { code: 'unknown-starter', message: missingStarter(starters, request) } };
  const program = request.isMinimal === true ? starter.minimal : starter;
  if (program === undefined) return { problem: { code: 'no-minimal', message: missingMinimal(starters, request) } };
  const files = templatesOf(program);
  const idle = idleValues(starter, files, request);
  if (idle !== undefined) return { problem: { code: 'unused-value', message: idle } };
  const filled = fillSlots(starter.slots, request);
  if ('problem' in filled) return filled;
  return {
    protocol,
    language,
    ...(variant !== undefined && { variant }),
    role,
    proof: program.proof,
    ...(program.against === undefined ? {} : { against: program.against }),
    ...('survives' in program && program.survives !== undefined ? { survives: program.survives } : {}),
    files: files.map(({ path, template }) => ({ path, text: fillTemplate(path, template, filled.values) })),
    ...(starter.install === undefined ? {} : { install: starter.install }),
    run: starter.run,
    values: filled.values,
  };
}

/** The files of a program before it is filled. */
export function templatesOf(program: Starter | MinimalStarter): Starter['files'] {
  return 'files' in program ? program.files : [program];
}

/** Names of the slots that files have, each once. */
export function usedSlots(files: Starter['files']): readonly string[] {
  const marks = files.flatMap(({ template }) => [...template.matchAll(SLOT_MARK)].map(([, , name = '']) => name));
  return [...new Set(marks)];
}

function missingMinimal(starters: StartersData, { protocol, language, role }: StarterRequest): string {
  const all = listStarters(starters).filter((name) => findStarter(starters, name)?.minimal !== undefined);
  const languages = joined(all.filter((one) => one.protocol === protocol).map((one) => one.language));
  const protocols = joined(all.filter((one) => one.language === language).map((one) => one.protocol));
  return [
    `No minimal form of the ${role} starter for ${protocol} in ${language}: leave out --minimal.`,
    ...(languages === '' ? [] : [`For ${protocol} there are: ${languages}.`]),
    ...(protocols === '' ? [] : [`In ${language} there are: ${protocols}.`]),
  ].join(' ');
}

function missingStarter(starters: StartersData, request: StarterRequest): string {
  const { protocol, language, variant, role } = request;
  if (variant !== undefined && findStarter(starters, { protocol, language, role })) {
    return missingVariant(variant, listStarters(starters), request);
  }
  const all = listStarters(starters);
  const here = all.filter((one) => one.protocol === protocol);
  if (here.length === 0) {
    return `No starter for protocol "${protocol}".${didYouMean(protocol, Object.keys(starters))} There are: ${Object.keys(starters).join(', ')}.`;
  }
  const offers = [...new Set(here.map((one) => `${one.language} (${one.role})`))].join(', ');
  const languages = [...new Set(all.map((one) => one.language))];
  const guess = languages.includes(language) ? '' : didYouMean(language, languages);
  return `No ${role} starter for ${protocol} in "${language}".${guess} For ${protocol} there are: ${offers}.`;
}

function missingVariant(
  variant: string,
  all: readonly StarterName[],
  { protocol, language, role }: StarterName,
): string {
  const offers = (of: StarterName) => (of.variant === undefined ? [] : [of.variant]);
  const anywhere = new Set(all.filter((one) => one.protocol === protocol).flatMap(offers));
  if (anywhere.size === 0) return `No variants of ${protocol}: leave out --variant.`;
  const same = all.filter((one) => one.protocol === protocol && one.language === language && one.role === role);
  const inLanguage =
    same.flatMap(offers).length === 0
      ? `In ${language} leave out --variant.`
      : `For ${protocol} in ${language} there are: ${same.flatMap(offers).join(', ')}.`;
  if (!anywhere.has(variant)) return `Unknown variant "${variant}".${didYouMean(variant, [...anywhere])} ${inLanguage}`;
  const others = all.filter((one) => one.protocol === protocol && one.variant === variant && one.role === role);
  const languages = others.map((one) => one.language).join(', ');
  return `No ${role} starter for ${variant} in ${language}. ${inLanguage} For ${variant} there are: ${languages}.`;
}

/** What is wrong with values from the user that only the full program uses; `undefined` where nothing is. */
function idleValues(
  { slots }: Starter,
  files: Starter['files'],
  { set, isMinimal = false }: StarterRequest,
): string | undefined {
  if (!isMinimal) return undefined;
  const used = usedSlots(files);
  const idle = Object.keys(set).filter((name) => Object.hasOwn(slots, name) && !used.includes(name));
  if (idle.length === 0) return undefined;
  const uses = used.length === 0 ? 'no value' : `only ${used.join(', ')}`;
  return idle
    .map((name) => `Unused value "${name}": the minimal form uses ${uses}. Leave out --minimal or this value.`)
    .join('\n');
}

type Slots = Starter['slots'];
type Filled = { readonly values: Readonly<Record<string, StarterValue>> } | { readonly problem: StarterProblem };

function fillSlots(slots: Slots, { answers, set }: StarterRequest): Filled {
  const names = Object.keys(slots);
  const unknown = Object.keys(set).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const lines = unknown.map(
      (name) => `Unknown value "${name}".${didYouMean(name, names)} This starter has: ${names.join(', ')}.`,
    );
    return { problem: { code: 'unknown-value', message: lines.join('\n') } };
  }
  const values: Record<string, StarterValue> = {};
  const lines: string[] = [];
  for (const [name, slot] of Object.entries(slots)) {
    const wanted = Object.hasOwn(set, name) ? set[name] : fromAnswers(slot, answers);
    const checked = checkSlotValue(name, slot, wanted ?? slot.default);
    if ('problem' in checked) lines.push(checked.problem);
    else values[name] = checked.value;
  }
  return lines.length > 0 ? { problem: { code: 'bad-value', message: lines.join('\n') } } : { values };
}

/** Of an answer with several values, the first in the slot's order counts. */
function fromAnswers(slot: StarterSlot, answers: Answers): StarterValue | undefined {
  for (const [question, choices] of Object.entries(slot.from ?? {})) {
    const answer = own(answers, question);
    if (answer === undefined) continue;
    const given = (typeof answer === 'object' ? answer : [answer]).map(String);
    const match = Object.keys(choices).find((choice) => given.includes(choice));
    if (match !== undefined) return choices[match];
  }
  return undefined;
}

/** One pass, so that values are not searched for slots. */
function fillTemplate(path: string, template: string, values: Readonly<Record<string, StarterValue>>): string {
  return template.replace(SLOT_MARK, (_whole, _quote, name: string) => {
    const value = own(values, name);
    if (value === undefined) throw new Error(`${path} has a slot "${name}" that its starter does not declare.`);
    return renderLiteral(path, value);
  });
}
