import type { LabResult, Measured, Measurement, Traffic } from '../../lab/measurement.ts';
import { thousands } from '../../text/quantity.ts';
import type { ReportContext } from '../advice.ts';
import { heading, padEnd, sideBySide, widest, wrap } from './layout.ts';

/** Two columns under one heading. */
interface Columns {
  readonly heading: string;
  readonly names: readonly [string, string];
  readonly cells: (measured: Measured) => readonly [string, string];
}

const BYTES: readonly Columns[] = [
  { heading: 'message down', names: ['up', 'down'], cells: ({ down }) => inBytes(down.bytes) },
  { heading: 'message up', names: ['up', 'down'], cells: ({ up }) => inBytes(up.bytes) },
  { heading: 'idle minute', names: ['up', 'down'], cells: ({ idleMinute }) => inBytes(idleMinute) },
  { heading: 'set-up', names: ['up', 'down'], cells: ({ setUp }) => inBytes(setUp) },
];

const TIMES: readonly Columns[] = [
  { heading: 'message down', names: ['median', 'p95'], cells: ({ down }) => inMs(down.latencyMs) },
  { heading: 'message up', names: ['median', 'p95'], cells: ({ up }) => inMs(up.latencyMs) },
];

const GAP = '  ';

/** The tables of bytes and delivery times, what follows from them, how they were measured, and what was not. Bytes are rounded. */
export function renderLab(result: LabResult, context: ReportContext): string {
  const measured = result.measurements.filter((one) => one.kind === 'measured');
  const parts = [
    ...(measured.length === 0 ? [] : [bytesTable(result, measured, context), timesTable(measured, context)]),
    ...(measured.length < 2 ? [] : [wrap(conclusion(measured), context.width)]),
    ...notMeasured(result.measurements, context),
    ...(measured.length === 0 ? [] : [method(result, measured, context)]),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function bytesTable({ payloadBytes }: LabResult, measured: readonly Measured[], context: ReportContext): string[] {
  const title = `Bytes on the wire, for messages of ${thousands(payloadBytes)} ${payloadBytes === 1 ? 'byte' : 'bytes'}`;
  return [...heading(title, context), ...table(BYTES, measured, context)];
}

function timesTable(measured: readonly Measured[], context: ReportContext): string[] {
  return [...heading('Milliseconds until a message arrives', context), ...table(TIMES, measured, context)];
}

function table(columns: readonly Columns[], measured: readonly Measured[], { paint, width }: ReportContext): string[] {
  const names = measured.map((one) => one.label);
  const label = widest(names);
  const labels = ['', '', ...names].map((text) => padEnd(text, label));
  const blocks = columns.map((column) => block(column, measured));
  const tables = sideBySide(blocks, widest, width - label);
  return tables.flatMap((beside, at) => {
    const lines = labels.map((text, row) => (text + beside.map((one) => one[row] ?? '').join('')).trimEnd());
    return [...(at > 0 ? [''] : []), ...lines.map((line, row) => (row < 2 ? paint.dim(line) : line))];
  });
}

/** The lines of two columns, all of one width: heading, names, results. */
function block({ heading: title, names, cells }: Columns, measured: readonly Measured[]): string[] {
  const rows = [names, ...measured.map(cells)];
  const left = widest(rows.map(([cell]) => cell));
  const right = widest(rows.map(([, cell]) => cell));
  const lines = [title, ...rows.map(([a, b]) => `${a.padStart(left)}${GAP}${b.padStart(right)}`)];
  const width = widest(lines);
  return lines.map((line) => GAP + line.padStart(width));
}

/** One sentence over at least two results. */
function conclusion(measured: readonly Measured[]): string {
  const byMessage = measured.toSorted((a, b) => total(a.down.bytes) - total(b.down.bytes));
  const [idle] = measured.toSorted((a, b) => total(a.idleMinute) - total(b.idleMinute));
  const [least, most] = [byMessage[0], byMessage.at(-1)];
  if (least === undefined || most === undefined || idle === undefined) return '';
  const [few, many] = [total(least.down.bytes), total(most.down.bytes)];
  const idleCost = `in an idle minute ${idle.label} takes the fewest (${thousands(Math.round(total(idle.idleMinute)))})`;
  if (few === many) return `A message down takes as many bytes with each; ${idleCost}.`;
  const times = many / few < 10 ? (many / few).toFixed(1) : thousands(Math.round(many / few));
  return `For a message down, ${least.label} takes the fewest bytes (${thousands(Math.round(few))}) and ${most.label} the most (${thousands(Math.round(many))}, ${times} times as many); ${idleCost}.`;
}

/** Bytes in both directions. */
function total({ up, down }: Traffic): number {
  return up + down;
}

function notMeasured(measurements: readonly Measurement[], { paint, width }: ReportContext): string[][] {
  return measurements.flatMap((one) => {
    if (one.kind === 'measured') return [];
    const text = one.kind === 'failed' ? `${one.label} failed: ${one.says}` : `${one.label}. ${one.says}`;
    return [wrap(text, width).map((line) => (one.kind === 'failed' ? paint.red(line) : paint.yellow(line)))];
  });
}

function method({ messages }: LabResult, measured: readonly Measured[], { paint, width }: ReportContext): string[] {
  const waiting = measured.find(({ waitsMs }) => waitsMs !== undefined);
  const notes = [
    `Means of ${thousands(messages)} messages each way, one at a time, on this machine. "Down" goes from server to client. Counted above TCP and UDP: TLS would add 22 bytes a record, TCP over IPv4 40 a packet, UDP 28.`,
    ...(waiting?.waitsMs === undefined
      ? []
      : [`Polling: the wait for the next poll is calculated, evenly spread over ${waiting.waitsMs / 1000} s.`]),
    ...measured.map(({ label, how, idleBasis }) => `${label}: ${how} Idle minute: ${idleBasis}.`),
  ];
  return notes.flatMap((note) => wrap(note, width)).map((line) => paint.dim(line));
}

function inBytes({ up, down }: Traffic): readonly [string, string] {
  return [thousands(Math.round(up)), thousands(Math.round(down))];
}

function inMs({ median, p95 }: Measured['down']['latencyMs']): readonly [string, string] {
  return [ms(median), ms(p95)];
}

/** Two decimals below 10 ms, none above. */
function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : thousands(Math.round(value));
}
