/** What a team takes with it, to copy: link, command, answers file, record, decision. */

import type { Rules } from '../core/model.ts';
import { type RecordedDecision, warningsAbout } from '../core/record/check-record.ts';
import { basisOf } from '../core/record/snapshot.ts';
import { recordAsData } from '../documents/record-data.ts';
import { warningsToAccept } from '../phrases/commands.ts';
import type { Advice } from '../report/advice.ts';
import { html, type Markup } from '../report/html/markup.ts';
import { safeJson } from '../report/safe-json.ts';
import type { Model } from './model.ts';

/** Something to copy. Its text is only made when somebody looks at it or copies it. */
interface Copy {
  readonly id: string;
  readonly title: string;
  /** What to do with it, as a sentence. */
  readonly says: string;
  /** `undefined` where there is none now. */
  text(model: Model): string | undefined;
}

const COPIES: readonly Copy[] = [
  { id: 'link', title: 'Link', says: 'Opens this page with these answers.', text: ({ link }) => link },
  { id: 'command', title: 'Command', says: 'Prints the same decision.', text: ({ advice }) => advice.command },
  {
    id: 'answers',
    title: 'Answers file',
    says: 'For "wirewise recommend --answers FILE", in YAML.',
    text: ({ advice, timeline }) => answersFile(advice, timeline.now.core),
  },
  {
    id: 'record',
    title: 'Record',
    says: 'Save it as NAME.wirewise.json for "wirewise check". It accepts the mistakes to avoid that are listed above: read them first.',
    text: ({ rules, advice, timeline }) => recordText(rules, advice, !timeline.now.core),
  },
  {
    id: 'decision',
    title: 'Decision',
    says: 'The JSON of "wirewise recommend --json --no-starter".',
    text: ({ advice: { snippet: _, ...decision } }) => safeJson(decision),
  },
];

/** The text to copy; `file:PATH` is a file of the starter. `undefined` where there is none. */
export function copyText(model: Model, id: string): string | undefined {
  if (id.startsWith('file:')) return model.advice.snippet?.files.find(({ path }) => `file:${path}` === id)?.text;
  return COPIES.find((one) => one.id === id)?.text(model);
}

export function takeAway(model: Model): Markup {
  const { open } = model.ui;
  return html`<section>
<h2>Take it with you</h2>
${COPIES.map(({ id, title, says, text }) => {
  const element = `copy-${id}`;
  const shown = open.has(element) ? text(model) : '';
  if (shown === undefined) return undefined;
  return html`<div class="copy"><details id="${element}" data-lazy="${element}" ${open.has(element) ? html`open` : html``}><summary>${title} <small>${says}</small></summary><pre class="wraps" id="${element}-text" tabindex="0" role="region" aria-label="${title}"><code>${shown}</code></pre></details>${copyButton(id, title)}</div>`;
})}
</section>`;
}

export function copyButton(id: string, title: string): Markup {
  return html`<button type="button" data-copy="${id}">Copy<span class="unseen"> ${title}</span></button>`;
}

/**
 * YAML, a line for an answer: every value is JSON, which YAML reads, too. No answer says that the core protocols alone are
 * ranked, so that such a file has it beside its answers, as a record does.
 */
function answersFile({ answers, overrides }: Advice, core: boolean): string {
  const lines = (map: object, indent: string) =>
    Object.entries(map)
      .map(([key, value]) => `${indent}${key}: ${JSON.stringify(value)}\n`)
      .join('');
  if (!core) return lines({ ...answers, ...overrides }, '') || '{}\n';
  const own = lines(answers, '  ');
  return `core: true\nanswers:${own === '' ? ' {}\n' : `\n${own}`}${overrides ? `overrides:\n${lines(overrides, '  ')}` : ''}`;
}

/** The record of the recommended protocol, as JSON; `undefined` where none is feasible. */
function recordText(rules: Rules, { answers, overrides, recommendation, ...decision }: Advice, all: boolean) {
  if (!recommendation) return undefined;
  const named = { answers, overrides, decision: recommendation.protocol, all };
  const warnings = warningsAbout(rules, named, decision);
  const recorded: RecordedDecision = { ...named, name: recommendation.name, accepts: warningsToAccept(warnings) };
  const basis = basisOf(rules, { ...named, warnings: warnings.map(({ id }) => id) });
  return safeJson(recordAsData(recorded, { basis }));
}
