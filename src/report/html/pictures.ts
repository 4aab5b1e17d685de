import { clamp } from '../../text/lists.ts';
import { type Content, html, type Markup } from './markup.ts';

/** One segment of a bar. */
export interface Segment {
  /** Share of the whole width, 0 to 1. */
  readonly share: number;
  /** 1 to 6: a shade of the accent; 0: grey. */
  readonly shade: number;
  /** Printed in the segment if there is room, so that colour is not the only difference. */
  readonly mark: string;
  /** Tooltip. */
  readonly title: string;
}

export interface Bar {
  /** Unique in the page; not from data. */
  readonly id: string;
  readonly title: string;
  /** The content of the picture as text, for screen readers. */
  readonly says: string;
  readonly segments: readonly Segment[];
}

/** Pixels. */
const HEIGHT = 26;

/** Below this share, a mark would be wider than its segment on a phone. */
const ROOM_FOR_MARK = 0.045;

/** A bar of adjacent segments, as wide as its container. */
export function stackedBar({ id, title, says, segments }: Bar): Markup {
  let from = 0;
  const pieces: Content[] = segments.map(({ share, shade, mark, title: name }) => {
    const start = from;
    from += share;
    const text = html`<text class="s${shade}" x="${percentOf(start + share / 2)}" y="${HEIGHT / 2}">${mark}</text>`;
    return html`<g><title>${name}</title><rect class="s${shade}" x="${percentOf(start)}" y="0" width="${percentOf(share)}" height="${HEIGHT}"/>${share >= ROOM_FOR_MARK && mark !== '' && text}</g>`;
  });
  return html`<svg role="img" aria-labelledby="${id}-title ${id}-says" width="100%" height="${HEIGHT}"><title id="${id}-title">${title}</title><desc id="${id}-says">${says}</desc><rect class="rest" x="0" y="0" width="100%" height="${HEIGHT}"/>${pieces}</svg>`;
}

/** What the shades of a bar mean. */
export function legend(
  entries: readonly { readonly shade: number; readonly mark: string; readonly says: string }[],
): Markup {
  return html`<ul class="legend">${entries.map(({ shade, mark, says }) => html`<li><span class="key s${shade}">${mark}</span> ${says}</li>`)}</ul>`;
}

function percentOf(share: number): string {
  return `${(clamp(share, 0, 1) * 100).toFixed(2)}%`;
}
