/** What to do with the advice: mistakes to avoid, further needs, answers, starter. */
import type { Warning } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import { exclusions, presetInWords, sortWarnings, starterProof } from '../../phrases/decision.ts';
import { answerLabel, questionLabel, SEVERITY_MARKS } from '../../phrases/labels.ts';
import { criterionLabel, estimateInWords } from '../../phrases/values.ts';
import { capitalise, joined } from '../../text/lists.ts';
import type { Advice } from '../advice.ts';
import { sourceLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import { folded, part } from './part.ts';

/** @param isFolded whether a reader has to open the reasons */
export function excluded(advice: Advice, rules: Rules, isFolded = false): Markup | undefined {
  if (advice.excluded.length === 0) return undefined;
  const reasons = exclusions(advice, rules).map(({ names, why }) => html`<li><b>${names}</b>: ${why}</li>`);
  const names = joined(advice.excluded.map(({ name }) => name));
  return part('Excluded', html`<ul class="plain">${reasons}</ul>`, isFolded ? `Why not ${names}` : undefined);
}

/** @param isFolded whether a reader has to open what matters only when building */
export function warnings(advice: Advice, rules: Rules, isFolded = false): Markup[] {
  const { mistakes, remarks, notes } = sortWarnings(advice, rules);
  const cards = (title: string, list: readonly Warning[]) =>
    list.length > 0 ? [part(title, list.map(warningCard))] : [];
  const titles = notes.map(({ title }) => title).join('; ');
  return [
    ...cards('Mistakes to avoid', mistakes),
    ...cards('Remarks', remarks),
    ...(notes.length > 0
      ? [part('When you build it', html`<ul>${notes.map(noteItem)}</ul>`, isFolded ? titles : undefined)]
      : []),
  ];
}

/** One line for what matters only when building. */
function noteItem({ title, instead, source }: Warning): Markup {
  return html`<li><b>${title}</b>: ${instead} <small>${sourceLink(source)}</small></li>`;
}

/** One mistake with its consequence, its fix and its source. */
export function warningCard({ severity, title, id, says, instead, source, estimate }: Warning): Markup {
  return html`<article class="warning ${severity}">
<h3><span class="tag">${SEVERITY_MARKS[severity]}</span> ${title}</h3>
<p>${says}${estimate && ` ${estimateInWords(estimate)}`}</p>
<p><b>${severity === 'info' ? 'So' : 'Instead'}:</b> ${instead}</p>
<p class="soft"><code>${id}</code>, source: ${sourceLink(source)}</p>
</article>`;
}

export function alsoNeeded({ recommendation, combination = [], beyond }: Advice): Markup | undefined {
  const needs = recommendation?.needs ?? [];
  if (needs.length + combination.length === 0) return undefined;
  // If nothing is feasible, the combination belongs to the best protocol beyond the core ones.
  const withName = recommendation ? undefined : beyond[0]?.name;
  return html`<section>
<h2>Also needed${withName !== undefined && ` with ${withName}`}</h2>
<ul>${needs.map(({ says }) => html`<li>${says}</li>`)}${combination.map(({ name, leg, why }) => html`<li><b>${name}</b> ${leg}: ${why}</li>`)}</ul>
</section>`;
}

export function answers(advice: Advice, rules: Rules): Markup {
  const { answers: given, overrides, unknown } = advice;
  const preset = presetInWords(advice);
  const entries = [
    ...Object.entries(given).map(([id, answer]) => [questionLabel(rules, id), answerLabel(rules, id, answer)]),
    ...Object.entries(overrides?.weight ?? {}).map(([id, weight]) => [
      `Weight of ${criterionLabel(rules, id)}`,
      weight,
    ]),
    ...Object.entries(overrides?.must ?? {}).map(([id, grade]) => [
      `Lowest grade of ${criterionLabel(rules, id)}`,
      grade,
    ]),
  ];
  const open = unknown.map((id) => questionLabel(rules, id)).join(', ');
  const count = unknown.length === 1 ? '1 open question' : `${unknown.length} open questions`;
  return html`<section>
<h2>Answers used</h2>
${preset !== undefined && html`<p>${preset}:</p>`}
${entries.length === 0 && html`<p>No answers: the baseline weights alone.</p>`}
${entries.length > 0 && html`<dl class="answers">${entries.map(([label, answer]) => html`<div><dt>${label}:</dt> <dd>${answer}</dd></div>`)}</dl>`}
${unknown.length > 0 ? folded(count, html`<p class="soft">${open}.</p>`) : html`<p class="soft">Every question is answered.</p>`}
</section>`;
}

export function reproduce({ command }: Pick<Advice, 'command'>): Markup {
  return html`<section>
<h2>Reproduce</h2>
<pre class="wraps" tabindex="0" role="region" aria-label="Command"><code>${unbroken(command)}</code></pre>
</section>`;
}

/** Wraps each word in an element, so that lines do not break at the hyphens of flags. */
function unbroken(line: string): Markup[] {
  return line.split(' ').map((word, at) => html`${at > 0 && ' '}<span>${word}</span>`);
}

/** @param action what a page offers to do with a file; absent: nothing */
export function starter(
  { snippet }: Pick<Advice, 'snippet'>,
  rules: Rules,
  action?: (path: string) => Markup,
): Markup | undefined {
  if (!snippet) return undefined;
  const { language, install, run, files } = snippet;
  const name = rules.languages.find(({ id }) => id === language)?.name ?? language;
  return html`<section>
<h2>Starter in ${name}</h2>
<p class="soft">${capitalise(starterProof(snippet))}.</p>
<p>${install && html`Set up: <code>${install}</code><br>`}Run: <code>${run}</code></p>
${files.map(({ path, text }) => html`<details><summary><code>${path}</code></summary>${action?.(path)}<pre tabindex="0" role="region" aria-label="${path}"><code>${text}</code></pre></details>`)}
</section>`;
}
