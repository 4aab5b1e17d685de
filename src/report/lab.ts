import type { LabResult, Measured, Measurement, Traffic } from '../core/measurement.ts';
import type { ReportContext } from './advice.ts';
import { padEnd, widest, wrap } from './layout.ts';
import { thousands } from './wording.ts';

/** A pair of columns under one heading. */
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

/** The tables of bytes and of delivery times, how they came about, and what was left out. Bytes are rounded to whole ones. */
export function renderLab(result: LabResult, context: ReportContext): string {
  const measured = result.measurements.filter((one) => one.kind === 'measured');
  const parts = [
    ...(measured.length === 0 ? [] : [bytesTable(result, measured, context), timesTable(measured, context)]),
    ...notMeasured(result.measurements, context),
    ...(measured.length === 0 ? [] : [method(result, measured, context)]),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function bytesTable({ payloadBytes }: LabResult, measured: readonly Measured[], context: ReportContext): string[] {
  const title = `Bytes on the wire, for messages of ${thousands(payloadBytes)} ${payloadBytes === 1 ? 'byte' : 'bytes'}`;
  return [context.paint.bold(title), ...table(BYTES, measured, context)];
}

function timesTable(measured: readonly Measured[], context: ReportContext): string[] {
  return [context.paint.bold('Milliseconds until a message has arrived'), ...table(TIMES, measured, context)];
}

function table(columns: readonly Columns[], measured: readonly Measured[], { paint }: ReportContext): string[] {
  const label = widest(measured.map((one) => one.label));
  const blocks = columns.map(({ heading, names, cells }) => {
    const rows = [names, ...measured.map(cells)];
    const left = widest(rows.map(([cell]) => cell));
    const right = widest(rows.map(([, cell]) => cell));
    const lines = rows.map(([a, b]) => `${a.padStart(left)}${GAP}${b.padStart(right)}`);
    const width = widest([heading, ...lines]);
    return [heading, ...lines].map((line) => GAP + line.padStart(width));
  });
  const labels = ['', '', ...measured.map((one) => one.label)].map((text) => padEnd(text, label));
  const lines = labels.map((text, at) => (text + blocks.map((block) => block[at] ?? '').join('')).trimEnd());
  return lines.map((line, at) => (at < 2 ? paint.dim(line) : line));
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

/** Two decimals where they tell something, none where they do not. */
function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : thousands(Math.round(value));
}
