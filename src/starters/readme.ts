/** The README of a project. Text from users is in code spans, which it cannot end. */
import type { BrokerKind } from './project-template.ts';
import type { RenderedStarter, StarterSlot } from './starter.ts';

export interface ReadmeParts {
  readonly starter: RenderedStarter;
  readonly slots: Readonly<Record<string, StarterSlot>>;
  readonly titles: { readonly protocol: string; readonly language: string };
  /** `isShell`: whether they are shell commands; otherwise `run` is a sentence. */
  readonly commands: { readonly install: string | undefined; readonly run: string; readonly isShell: boolean };
  readonly broker: BrokerKind | undefined;
  readonly needs: string | undefined;
}

export function renderReadme({ starter, slots, titles, commands, broker, needs }: ReadmeParts): string {
  const product = starter.variant === undefined ? '' : `for ${starter.variant} `;
  const sections = [
    `# ${titles.protocol} ${starter.role} ${product}in ${titles.language}`,
    proofOf(starter),
    '## Run it',
    needs === undefined ? '' : `Needs ${needs}.`,
    broker === undefined ? '' : 'Start a broker first (below).',
    commands.isShell ? shell([commands.install, commands.run]) : `${commands.run}.`,
    ...(broker === undefined ? [] : brokerSection(broker)),
    ...valuesSection(starter, slots),
    secretsOf(starter),
  ];
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

function proofOf({ proof, against }: RenderedStarter): string {
  const done = { ran: 'ran it against', compiled: 'compiled it with', reviewed: undefined }[proof];
  const said = done === undefined ? 'It was reviewed, not run.' : `The tests of wirewise ${done} ${against}.`;
  return `A starter from wirewise. ${said}`;
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

function valuesSection({ values, files }: RenderedStarter, slots: ReadmeParts['slots']): string[] {
  const rows = Object.entries(values).map(
    ([name, value]) => `| \`${name}\` | ${codeSpan(String(value))} | ${slots[name]?.says ?? ''} |`,
  );
  if (rows.length === 0) return [];
  const where = `They are constants at the top of \`${files[0]?.path}\`:`;
  return ['## Values', where, ['| Name | Now | What it is |', '|---|---|---|', ...rows].join('\n')];
}

/** The environment variables that the program reads. */
function secretsOf({ files }: RenderedStarter): string {
  const names = files.flatMap(
    ({ text }) => text.match(/\b(?:TOKEN|(?:[A-Z]+_)+(?:USERNAME|PASSWORD|URL|SECRET|KEY))\b/g) ?? [],
  );
  const unique = [...new Set(names)].map((name) => `\`${name}\``);
  if (unique.length === 0) return '';
  return `Secrets come from environment variables: ${unique.join(', ')}.`;
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
