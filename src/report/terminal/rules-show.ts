import type { Answers, Cell, Forbidden } from '../../core/model.ts';
import { answerInWords } from '../../phrases/values.ts';
import { printable } from '../../text/printable.ts';
import type { ReportContext } from '../advice.ts';
import { padEnd, widest, wrap } from './layout.ts';

/** A pack and its layer: built-in, project, environment or flag. */
interface From {
  readonly layer: string;
  /** `name@version`. */
  readonly pack: string;
}

/** Where each part of the loaded rules comes from; printed by `rules show --json`. */
export interface OriginsView {
  /** In the order in which they were merged: later packs override earlier ones. */
  readonly packs: readonly (From & { readonly path?: string })[];
  readonly entries: readonly (From & { readonly kind: string; readonly id: string })[];
  readonly replaced: readonly (From & {
    readonly protocol: string;
    readonly criterion: string;
    readonly from: Cell;
    readonly to: Cell;
    readonly reason?: string;
  })[];
  readonly forbidden: readonly (Forbidden & { readonly protocol: string })[];
  /** Default answers of the project. */
  readonly answers: Answers;
}

const INDENT = '  ';
const DEEP = '    ';

/** What to show besides the changes: the layers with their parts, the parts with their layers. */
export interface OriginsSections {
  readonly layers: boolean;
  readonly parts: boolean;
}

/** The text of `rules show`. */
export function renderOrigins(view: OriginsView, sections: OriginsSections, context: ReportContext): string {
  const parts = [
    sections.layers ? layers(view, context) : [],
    sections.parts ? entries(view, context) : [],
    changes(view, context),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function layers(view: OriginsView, { paint, width }: ReportContext): string[] {
  const { packs, entries: all } = view;
  const layerWidth = widest(packs.map(({ layer }) => layer));
  const lines = packs.flatMap(({ layer, pack, path }) => {
    const own = all.filter((entry) => entry.layer === layer && entry.pack === pack);
    const head = `${padEnd(layer, layerWidth)}  ${pack}${path === undefined || path === pack ? '' : `  ${printable(path)}`}`;
    return [
      ...wrap(head, width, INDENT),
      ...wrap(held(own, changedBy(view, { layer, pack })), width, INDENT + ' '.repeat(layerWidth + 2)),
    ];
  });
  return [paint.bold('Layers (later overrides earlier)'), ...lines];
}

/** What a pack changes of the parts of others: "replaces sse corporate-proxy; forbids mqtt; answers hosting". */
function changedBy({ replaced, forbidden, answers }: OriginsView, { layer, pack }: From): string[] {
  const cells = replaced.filter((cell) => cell.layer === layer && cell.pack === pack);
  const barred = forbidden.filter((one) => one.pack === pack);
  const given = layer === PROJECT ? Object.keys(answers) : [];
  return [
    ...named(
      'replaces',
      cells.map(({ protocol, criterion }) => `${protocol} ${criterion}`),
    ),
    ...named(
      'forbids',
      barred.map(({ protocol }) => protocol),
    ),
    ...named('answers', given),
  ];
}

function named(verb: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${verb} ${names.join(', ')}`];
}

/** The layer whose project file may answer questions. */
const PROJECT = 'project';

function held(entries: OriginsView['entries'], changes: readonly string[]): string {
  const kinds = [...new Set(entries.map(({ kind }) => kind))];
  const counts = kinds.map((kind) => {
    const ids = entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
    return ids.length > 3 ? `${kind} ${ids.length}` : `${kind} ${ids.join(', ')}`;
  });
  return counts.length + changes.length === 0 ? 'adds and changes nothing' : [...counts, ...changes].join('; ');
}

function entries({ entries: all }: OriginsView, { paint, width }: ReportContext): string[] {
  const kindWidth = widest(all.map(({ kind }) => kind));
  const idWidth = widest(all.map(({ id }) => id));
  const lines = all.flatMap(({ kind, id, layer, pack }) =>
    wrap(`${padEnd(kind, kindWidth)}  ${padEnd(id, idWidth)}  ${layer} ${pack}`, width, INDENT, DEEP),
  );
  return [paint.bold('Parts'), ...lines];
}

function changes({ replaced, forbidden, answers }: OriginsView, { paint, width }: ReportContext): string[] {
  const cells = replaced.flatMap(({ protocol, criterion, from, to, layer, pack, reason }) => [
    ...wrap(
      `${protocol} ${criterion}: ${from.grade} "${from.says}" → ${to.grade} "${to.says}" (${layer} ${pack})`,
      width,
      INDENT,
      INDENT,
    ),
    ...wrap(reason === undefined ? to.because : `${reason} ${to.because}`, width, DEEP).map((line) => paint.dim(line)),
  ]);
  const barred = forbidden.flatMap(({ protocol, because, pack }) =>
    wrap(`${protocol} (${pack}): ${because}`, width, INDENT, INDENT),
  );
  const given = Object.entries(answers).map(([question, answer]) => `${question} ${answerInWords(answer)}`);
  return [
    ...(cells.length > 0 ? [paint.bold('Replaced cells'), ...cells] : []),
    ...(barred.length > 0 ? [paint.bold('Forbidden'), ...barred] : []),
    ...(given.length > 0
      ? [paint.bold('Default answers of the project'), ...wrap(given.join('; '), width, INDENT)]
      : []),
  ];
}
