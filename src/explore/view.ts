import { ELEMENTS } from '../report/html/live.ts';
import { html, type Markup } from '../report/html/markup.ts';
import type { Model } from './model.ts';
import { questionnaire } from './questions.ts';
import { result, top } from './result.ts';

/** The whole page for a model, as one element. */
export function view(model: Model): Markup {
  const { tool } = model.advice;
  return html`<div id="${ELEMENTS.app}">
${top(model)}
${linkProblems(model)}
<main>
${questionnaire(model)}
${result(model)}
</main>
<footer><p>${tool.name} ${tool.version}, rules ${tool.rules.packs.join(', ')} <code>${tool.rules.digest}</code>. This page makes no network requests.</p></footer>
</div>`;
}

/** Sentences about parts of a link that the page does not understand. */
function linkProblems({ ui }: Model): Markup | false {
  return (
    ui.linkProblems.length > 0 &&
    html`<div id="link-problems" class="warning" role="alert"><p>The link of this page has parts that it cannot read; the others are used:</p><ul>${ui.linkProblems.map((says) => html`<li>${says}</li>`)}</ul><p><button type="button" data-do="dismiss">Dismiss</button></p></div>`
  );
}
