/** The picture of a system as SVG: one row for each leg, and each component on the way once. */
import { html, type Markup } from '../html/markup.ts';
import { type Diagram, type DiagramLeg, diagramInWords } from './diagram.ts';

const WIDTH = 380;
const ROW = 54;
const BOX = 42;
/** Left edge and width of the three columns. */
const CLIENTS = { x: 1, width: 112 };
const MIDDLE = { x: 199, width: 86 };
const SERVERS = { x: 309, width: 70 };
/** Characters of the font that fit into a column. */
const CHARACTER = 6.4;
const LINE_HEIGHT = 13;

/** Consecutive rows that share a box. */
interface Span {
  readonly from: number;
  readonly rows: number;
  readonly leg: DiagramLeg;
}

/** Readable without colour: every box and every line has a text, and a description says the same in sentences. */
export function svgOf(diagram: Diagram, name: string): Markup {
  const { legs } = diagram;
  const height = legs.length * ROW;
  return html`<svg class="diagram" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="diagram-title diagram-desc">
<title id="diagram-title">The channels of ${name}</title>
<desc id="diagram-desc">${diagramInWords(diagram).join(' ')}</desc>
${legs.map(lineOf)}
${legs.map((leg, row) =>
  box(CLIENTS, { from: row, rows: 1, leg }, [
    { style: 'name', text: leg.name, most: 1 },
    { style: '', text: leg.client, most: 2 },
  ]),
)}
${spans(legs, ({ way }) => way.map(({ id }) => id).join(' ')).map(middleBox)}
${spans(legs, ({ server }) => server).map((span) => box(SERVERS, span, [{ style: '', text: span.leg.server, most: 3 }]))}
</svg>`;
}

/** Runs of neighbours with the same key. */
function spans(legs: readonly DiagramLeg[], key: (leg: DiagramLeg) => string): Span[] {
  const found: Span[] = [];
  for (const [row, leg] of legs.entries()) {
    const last = found.at(-1);
    if (last && key(last.leg) === key(leg)) found[found.length - 1] = { ...last, rows: last.rows + 1 };
    else found.push({ from: row, rows: 1, leg });
  }
  return found;
}

function middleBox(span: Span): Markup | undefined {
  const { way } = span.leg;
  if (way.length === 0) return undefined;
  const style = way.every(({ already }) => already) ? 'passed already' : 'passed';
  const text = way.map(({ name }) => name).join(' + ');
  return box(MIDDLE, span, [{ style: '', text, most: 3 }], style);
}

/** A text of a box, and in how many lines at most. */
interface BoxText {
  readonly style: string;
  readonly text: string;
  readonly most: number;
}

function box({ x, width }: typeof CLIENTS, { from, rows }: Span, texts: readonly BoxText[], style = ''): Markup {
  const top = from * ROW + (ROW - BOX) / 2;
  const height = (rows - 1) * ROW + BOX;
  const lines = texts.flatMap(({ style: className, text, most }) =>
    wrapped(text, width, most).map((line) => [className, line] as const),
  );
  const first = top + height / 2 - ((lines.length - 1) * LINE_HEIGHT) / 2;
  return html`<rect class="${style}" x="${x}" y="${top}" width="${width}" height="${height}" rx="4"/>${lines.map(
    ([className, line], at) =>
      html`<text class="${className}" x="${x + width / 2}" y="${first + at * LINE_HEIGHT}">${line}</text>`,
  )}`;
}

/** From the client to the first component, and from there to the server; the protocol stands on the first part. */
function lineOf({ protocol, way }: DiagramLeg, row: number): Markup {
  const y = row * ROW + ROW / 2;
  const [from, to] = [CLIENTS.x + CLIENTS.width, SERVERS.x];
  const end = way.length > 0 ? MIDDLE.x : to;
  const lines = wrapped(protocol === '' ? 'none feasible' : protocol, end - from - 4, 2);
  return html`<line x1="${from}" y1="${y}" x2="${to}" y2="${y}"/>${lines.map(
    (line, at) =>
      html`<text class="over" x="${(from + end) / 2}" y="${y - 8 - (lines.length - 1 - at) * LINE_HEIGHT}">${line}</text>`,
  )}`;
}

/** Lines of whole words, at most so many; a word that is too long is cut, and so is the rest. */
function wrapped(text: string, width: number, most: number): string[] {
  const room = Math.max(Math.floor(width / CHARACTER), 4);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const cut = word.length > room ? `${word.slice(0, room - 1)}…` : word;
    if (last !== undefined && last.length + 1 + cut.length <= room) lines[lines.length - 1] = `${last} ${cut}`;
    else lines.push(cut);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, room - 1)}…`];
}
