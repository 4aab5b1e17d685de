/** The parts of a page that runs a program: the page of `wirewise explore`, and a report that was made with `--live`. */
import { head } from './head.ts';
import { html, type Markup, scriptOf } from './markup.ts';

/** Ids of elements that the program of the page looks for. */
export const ELEMENTS = {
  app: 'app',
  report: 'report',
  live: 'try-live',
  announce: 'announce',
  data: 'wirewise-data',
  starters: 'wirewise-starters',
} as const;

/** An inline element, and its hash for a Content Security Policy, such as `sha256-…`. */
export interface Hashed {
  readonly text: string;
  readonly hash: string;
}

/** The program of a live page with its data, see src/explore/. */
export interface LiveParts {
  readonly script: Hashed;
  readonly style: Hashed;
  /** Deflated JSON in base 64. */
  readonly data: string;
  readonly starters: string;
}

/** The head of a live page. It loads nothing, and runs only its own script. */
export function liveHead({ script, style }: LiveParts, title: string): Markup {
  const policy = `default-src 'none'; script-src '${script.hash}'; style-src '${style.hash}'; base-uri 'none'; form-action 'none'`;
  return head(policy, title, style.text);
}

/** The end of the body: where the program draws, what it says to screen readers, its data, and itself. */
export function liveBody({ script, data, starters }: LiveParts, isHidden: boolean): Markup {
  return html`<div id="${ELEMENTS.app}" ${isHidden ? html`hidden` : html``}></div>
<p id="${ELEMENTS.announce}" class="unseen" role="status"></p>
<script type="text/plain" id="${ELEMENTS.data}">${data}</script>
<script type="text/plain" id="${ELEMENTS.starters}">${starters}</script>
<script>${scriptOf(script.text)}</script>`;
}
