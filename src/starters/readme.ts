/** The README of a project. Text from users is in code spans, which it cannot end. */
import { joined } from '../text/lists.ts';
import type { Carried } from './other-end.ts';
import type { BrokerKind } from './project-template.ts';
import type { StarterName } from './render.ts';
import { keptValues, type Repeated, snippetLine } from './snippet-command.ts';
import type { RenderedStarter, Starter, StarterSlot, StarterValue } from './starter.ts';

/** The slot of a program that listens; whoever connects to it has to start later. */
const LISTENS_ON = 'port';

/** A starter for the other end, and what its command sets so that both meet. */
export interface OtherEnd extends Carried {
  readonly name: StarterName;
  /** As `inPairs` of its starter. */
  readonly isInPairs: boolean;
}

export interface ReadmeParts {
  readonly starter: RenderedStarter;
  /** The starter before it was filled. */
  readonly template: Pick<Starter, 'prepare' | 'opens' | 'inPairs' | 'otherEnd'> | undefined;
  readonly slots: Readonly<Record<string, StarterSlot>>;
  /** Names of the slots that its files have, in their order. */
  readonly used: readonly string[];
  /** The values that it comes with when nothing is set. */
  readonly usual: Readonly<Record<string, StarterValue>>;
  readonly titles: { readonly protocol: string; readonly language: string };
  /** `isShell`: whether they are shell commands; otherwise `run` is a sentence. */
  readonly commands: { readonly install: string | undefined; readonly run: string; readonly isShell: boolean };
  readonly broker: BrokerKind | undefined;
  /** What must be there, each a phrase. */
  readonly needs: readonly string[];
  /** Absent: there is none. */
  readonly otherEnd: OtherEnd | undefined;
  /** Names of the environment variables that the program reads. */
  readonly environment: readonly string[];
  readonly repeated: Repeated;
}

export function renderReadme(parts: ReadmeParts): string {
  const { starter, titles, needs, environment } = parts;
  const product = starter.variant === undefined ? '' : `for ${starter.variant} `;
  const sections = [
    `# ${titles.protocol} ${starter.role} ${product}in ${titles.language}`,
    proofOf(starter),
    '## Run it',
    needs.length === 0 ? '' : `Needs ${needs.join('; and ')}.`,
    ...stepsOf(parts),
    ...valuesSection(parts),
    ...environmentSection(environment),
  ];
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

function proofOf({ proof, against, survives = [] }: RenderedStarter): string {
  const done = { survives: 'ran it against', ran: 'ran it against', compiled: 'compiled it with', reviewed: undefined };
  const verb = done[proof];
  const said = verb === undefined ? 'It was reviewed, not run.' : `The tests of wirewise ${verb} ${against}.`;
  const count = survives.length;
  const faults =
    count === 0
      ? ''
      : ` It survives ${count} ${count === 1 ? 'fault' : 'faults'} in the same tests: peers that behave incorrectly, as real ones do, and signals to stop. The README of wirewise lists them under "Starters".`;
  return `A starter from wirewise. ${said}${faults}`;
}

/** A step of "Run it": its title, and its paragraphs. */
interface ReadmeStep {
  readonly title: string;
  readonly parts: readonly string[];
}

/** What to start, in the order in which a person starts it: the broker, what listens or receives, what connects or sends. */
function stepsOf(parts: ReadmeParts): string[] {
  const { starter, template, broker, otherEnd, slots, repeated } = parts;
  const own = ownStep(parts);
  const isFirst = broker === undefined ? Object.hasOwn(slots, LISTENS_ON) : starter.role === 'client';
  const substitute = template?.otherEnd;
  const other =
    substitute !== undefined
      ? [{ title: 'Try it', parts: [substitute.says, shell([substitute.run.trim()])] }]
      : otherEnd === undefined
        ? []
        : [otherEndStep(otherEnd, repeated, broker !== undefined, isFirst)];
  const steps = [
    ...(broker === undefined ? [] : [brokerStep(broker)]),
    ...(isFirst ? [own, ...other] : [...other, own]),
  ];
  const [only] = steps;
  if (only && steps.length === 1) return [...only.parts];
  return steps.flatMap(({ title, parts }, at) => [`### ${at + 1}. ${title}`, ...parts]);
}

/** A program that needs no preparation starts with two commands. */
function ownStep(parts: ReadmeParts): ReadmeStep {
  const { install, run, isShell } = parts.commands;
  const { prepare, opens, inPairs } = parts.template ?? {};
  const lines = prepare === undefined ? [install, run] : [install];
  const commands = isShell ? [...(lines.some((line) => line !== undefined) ? [shell(lines)] : [])] : [`${run}.`];
  const prepared =
    prepare === undefined
      ? []
      : [prepare.says, shell([fillCommand(prepare.run.trim(), parts)]), 'Then start it:', shell([run])];
  const page = opens === undefined ? [] : [`Then open ${opens} in a browser.`];
  const again = opens === undefined ? 'start it again in another terminal' : 'open the page in a second window';
  const pair = inPairs === true ? [`Each shows what the others send: ${again}, too.`] : [];
  const title = `Start this ${parts.starter.role}`;
  return { title, parts: [...commands, ...(isShell ? prepared : []), ...page, ...pair] };
}

/** Puts the command that writes this project in the place of its mark; what the step sets itself is not kept. */
function fillCommand(run: string, { starter, used, usual, repeated }: ReadmeParts): string {
  const set = [...run.matchAll(/--set ([a-z0-9-]+)=/g)].map(([, name = '']) => name);
  return run.replace('{{snippet}}', () =>
    snippetLine(
      starter,
      repeated,
      keptValues(
        starter.values,
        usual,
        used.filter((name) => !set.includes(name)),
      ),
    ),
  );
}

/** @param isLater whether it starts after this program */
function otherEndStep(
  { name, set, lost, isInPairs }: OtherEnd,
  { packs }: Repeated,
  hasBroker: boolean,
  isLater: boolean,
): ReadmeStep {
  const { protocol, role } = name;
  const reason = hasBroker
    ? 'It receives what this program sends. Start it first, so that it misses nothing.'
    : 'It listens, and this program connects to it. Start it first.';
  const before = isLater
    ? 'Open another terminal in this folder. Write it to a folder next to this one:'
    : `${reason} If it does not run yet, write it into a folder next to this one:`;
  const back = isLater ? '.' : ', and come back here in another terminal.';
  const pair = isInPairs ? ' It takes two of them to see a message.' : '';
  return {
    title: `Start the ${role}`,
    parts: [
      before,
      shell([`${snippetLine(name, { packs, isMinimal: false }, set)} --out ../${protocol}-${role}`]),
      `Then follow "Start this ${role}" in the README there${back}${pair} ${meeting(set, lost)}`,
    ],
  };
}

function meeting(set: Carried['set'], lost: Carried['lost']): string {
  if (lost.length > 0) {
    const names = joined(lost.map((name) => `\`${name}\``));
    return `The two do not meet as they are: nothing there fits this program's ${names}. Change one of the two.`;
  }
  const values = Object.keys(set).length === 0 ? 'The values that both come with' : 'The values in that command';
  return `${values} let them find each other.`;
}

function brokerStep({ name, compose, plain, note }: BrokerKind): ReadmeStep {
  return {
    title: 'Start the broker',
    parts: [
      'If none runs yet, in a container:',
      shell([compose]),
      `Or with ${name} installed, in another terminal:`,
      shell([plain]),
      note.trim(),
    ],
  };
}

function valuesSection({ starter, slots, used, usual, repeated }: ReadmeParts): string[] {
  const { values, files } = starter;
  const rows = used.map((name) => `| \`${name}\` | ${codeSpan(String(values[name]))} | ${slots[name]?.says ?? ''} |`);
  const [first, ...rest] = used;
  if (first === undefined) return [];
  const again = snippetLine(starter, repeated, keptValues(values, usual, rest));
  return [
    '## Values',
    `They are constants at the top of \`${files[0]?.path}\`:`,
    ['| Name | Now | Meaning |', '|---|---|---|', ...rows].join('\n'),
    'Change them there, or write the project again with other values:',
    shell([`${again} --set ${first}=… --out . --force`]),
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
