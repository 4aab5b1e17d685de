/** The README of a project. Text from users is in code spans, which it cannot end. */
import { shellLine } from '../text/shell.ts';
import type { BrokerKind } from './project-template.ts';
import type { StarterName } from './render.ts';
import type { RenderedStarter, StarterSlot } from './starter.ts';

export interface ReadmeParts {
  readonly starter: RenderedStarter;
  readonly slots: Readonly<Record<string, StarterSlot>>;
  readonly titles: { readonly protocol: string; readonly language: string };
  /** `isShell`: whether they are shell commands; otherwise `run` is a sentence. */
  readonly commands: { readonly install: string | undefined; readonly run: string; readonly isShell: boolean };
  readonly broker: BrokerKind | undefined;
  /** What must be there, each a phrase. */
  readonly needs: readonly string[];
  /** A starter for the other end; absent: there is none. */
  readonly otherEnd: StarterName | undefined;
  /** Names of the environment variables that the program reads. */
  readonly environment: readonly string[];
}

export function renderReadme(parts: ReadmeParts): string {
  const { starter, slots, titles, commands, broker, needs, otherEnd, environment } = parts;
  const product = starter.variant === undefined ? '' : `for ${starter.variant} `;
  const sections = [
    `# ${titles.protocol} ${starter.role} ${product}in ${titles.language}`,
    proofOf(starter),
    '## Run it',
    needs.length === 0 ? '' : `Needs ${needs.join('; and ')}.`,
    broker === undefined ? '' : 'Start a broker first (below).',
    commands.isShell ? shell([commands.install, commands.run]) : `${commands.run}.`,
    ...(otherEnd === undefined ? [] : otherEndSection(otherEnd)),
    ...(broker === undefined ? [] : brokerSection(broker)),
    ...valuesSection(starter, slots),
    ...environmentSection(environment),
  ];
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

function proofOf({ proof, against, survives = [] }: RenderedStarter): string {
  const done = { survives: 'ran it against', ran: 'ran it against', compiled: 'compiled it with', reviewed: undefined };
  const verb = done[proof];
  const said = verb === undefined ? 'It was reviewed, not run.' : `The tests of wirewise ${verb} ${against}.`;
  const faults = survives.length === 0 ? '' : `\n\nIt survives these faults in the same tests: ${survives.join(', ')}.`;
  return `A starter from wirewise. ${said}${faults}`;
}

function otherEndSection({ protocol, language, variant, role }: StarterName): string[] {
  const words = ['wirewise', 'snippet', protocol, '--language', language, '--role', role];
  const product = variant === undefined ? [] : ['--variant', variant];
  const target = ['--out', `../${protocol}-${role}`];
  return [
    '## The other end',
    `Its ${role} finds this program, and is found by it, with the values that both come with:`,
    shell([shellLine([...words, ...product, ...target])]),
    'The README there says how to run it.',
  ];
}

function brokerSection({ name, compose, plain, note }: BrokerKind): string[] {
  return [
    '## The broker',
    `In a container:`,
    shell([compose]),
    `Or with ${name} installed:`,
    shell([plain]),
    note.trim(),
  ];
}

function valuesSection(starter: RenderedStarter, slots: ReadmeParts['slots']): string[] {
  const { protocol, language, variant, role, values, files } = starter;
  const rows = Object.entries(values).map(
    ([name, value]) => `| \`${name}\` | ${codeSpan(String(value))} | ${slots[name]?.says ?? ''} |`,
  );
  const [first] = Object.keys(values);
  if (first === undefined) return [];
  const product = variant === undefined ? [] : ['--variant', variant];
  const words = ['wirewise', 'snippet', protocol, '--language', language, ...product, '--role', role];
  return [
    '## Values',
    `They are constants at the top of \`${files[0]?.path}\`:`,
    ['| Name | Now | What it is |', '|---|---|---|', ...rows].join('\n'),
    'Change them there, or write the project anew with others:',
    shell([`${shellLine([...words, '--set'])} ${first}=… --out . --force`]),
  ];
}

function environmentSection(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const files = names.some((name) => name.endsWith('_FILE')) ? ' Those that end in FILE are paths of PEM files.' : '';
  const list = names.map((name) => `\`${name}\``).join(', ');
  return [
    '## Environment',
    `Secrets, and what differs from machine to machine, come from environment variables: ${list}.${files}`,
  ];
}

function shell(lines: readonly (string | undefined)[]): string {
  return ['```sh', ...lines.filter((line) => line !== undefined), '```'].join('\n');
}

/** Characters that end a table row or a code span, or hide text. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}`|\\<]/gu;

/** Text as a code span in a table; unsafe characters are written as code points. */
export function codeSpan(text: string): string {
  const safe = text.replace(UNSAFE, (char) => `U+${hex(char.codePointAt(0) ?? 0)} `);
  return `\` ${safe.trim() === '' ? '(empty)' : safe} \``;
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
