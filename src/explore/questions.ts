/** The questionnaire as a form: every question that the answers leave sensible, in the order of the rules. */
import { chosenOptions, NONE } from '../core/answers.ts';
import { mayBePut, type Outlook, stepAfter } from '../core/interview/next-question.ts';
import type { Answers, AnswerValue, Option, Question } from '../core/model.ts';
import { questionAsks } from '../phrases/labels.ts';
import { helpParagraphs, NOT_SURE, numberLimits, openSentence, optionLabel } from '../phrases/questionnaire.ts';
import { headline } from '../phrases/verdict.ts';
import { html, type Markup } from '../report/html/markup.ts';
import type { Model } from './model.ts';

/** What a question is asked for, as headings between them. */
const HEADINGS = {
  decision: '',
  estimate: 'Only for the traffic estimate',
  starter: 'Only for the starter',
} as const satisfies Record<Question['about'], string>;

const NEVER_ASKED: ReadonlySet<string> = new Set();

/** The questions that the answers leave sensible, and those that are answered all the same. */
export function shownQuestions(questions: readonly Question[], answers: Answers): Question[] {
  return questions.filter((one) => mayBePut(one, answers, NEVER_ASKED) || answers[one.id] !== undefined);
}

export function questionnaire(model: Model): Markup {
  const { rules, timeline } = model;
  const { answers } = timeline.now;
  const shown = shownQuestions(rules.questions, answers);
  const hidden = rules.questions.filter((one) => !shown.includes(one));
  return html`<section class="questions" aria-labelledby="questions-title">
<h2 id="questions-title" tabindex="-1">Questions</h2>
<p class="soft">${Object.keys(answers).length} answered. What stays open counts as unknown and has no effect.</p>
${presets(model)}
${next(model)}
<form id="questions">
${Object.entries(HEADINGS).map(([about, heading]) => {
  const part = shown.filter((one) => one.about === about);
  return part.length > 0 && html`${heading !== '' && html`<h3>${heading}</h3>`}${part.map((one) => field(one, model))}`;
})}
</form>
${hidden.length > 0 && html`<details id="senseless"><summary>${hidden.length} questions do not apply to these answers</summary><ul>${hidden.map(({ label, asks }) => html`<li>${label}: ${asks}</li>`)}</ul></details>`}
</section>`;
}

function presets({ rules, timeline }: Model): Markup {
  return html`<div class="presets">
<label for="preset">Start from a use case</label>
<div class="row"><select id="preset">${rules.presets.map(({ id, title, says }) => html`<option value="${id}">${title} – ${says}</option>`)}</select>
<button type="button" data-do="preset">Fill in</button> <button type="button" data-do="clear">Clear all</button></div>
<label class="option"><input type="checkbox" id="core" data-do="core" ${checkedIf(timeline.now.core)}> <span>Rank the core protocols only</span></label>
</div>`;
}

/** What is still open, and which question the wizard would ask next; none once it would stop. */
function next({ rules, advice, outlook }: Model): Markup {
  if (outlook === undefined) return html`<p id="next"></p>`;
  const { questions, stability }: Outlook = outlook;
  const step = stepAfter(outlook);
  const next = step.kind === 'ask' ? step.question.id : undefined;
  const open = openSentence(questions.length, 1 - stability, advice.hinges.length > 0);
  return html`<p id="next">${headline(advice)}. ${open}${next !== undefined && html` Answer next: <button type="button" class="link" data-go="${next}">${questionAsks(rules, next)}</button>`}</p>`;
}

function field(question: Question, model: Model): Markup {
  const { answers } = model.timeline.now;
  const { id, asks } = question;
  const answer = answers[id];
  const isSenseless = !mayBePut(question, answers, NEVER_ASKED);
  return html`<fieldset id="q-${id}" class="${answer === undefined ? 'open' : 'answered'}" data-question="${id}">
<legend tabindex="-1">${asks}</legend>
${isSenseless && html`<p class="note">This question does not apply to your other answers. Its answer still counts; "${NOT_SURE}" removes it.</p>`}
<div class="options">${question.kind === 'choices' ? checkboxes(question, answer) : radios(question, answer)}</div>
${question.kind === 'number' && exact(question, answer, model)}
<details id="help-${id}" class="help"><summary>Explain<span class="unseen">: ${question.label}</span></summary>${helpParagraphs(question).map((text) => html`<p>${text}</p>`)}</details>
</fieldset>`;
}

/** One of the options, or "not sure"; of a number, its bands. */
function radios(question: Question, answer: AnswerValue | undefined): Markup[] {
  const chosen = answer === undefined ? [] : chosenOptions(question, answer);
  const entries = question.options.map((option) =>
    choice(question, 'radio', String(option.value), optionLabel(option), chosen.includes(option)),
  );
  // Without bands, a number is typed, and an empty field is "not sure".
  return entries.length === 0 ? [] : [...entries, choice(question, 'radio', '', NOT_SURE, answer === undefined)];
}

/** Any of the options, or none of them, where a question takes that; nothing chosen is "not sure". */
function checkboxes(question: Question, answer: AnswerValue | undefined): Markup[] {
  const given = typeof answer === 'object' ? answer : [];
  const isChosen = ({ value }: Option) => given.includes(String(value));
  const { noneLabel } = question;
  const isNone = typeof answer === 'object' && answer.length === 0;
  return [
    ...question.options.map((one) => choice(question, 'checkbox', String(one.value), optionLabel(one), isChosen(one))),
    ...(noneLabel === undefined ? [] : [choice(question, 'checkbox', NONE, noneLabel, isNone)]),
    html`<button type="button" class="option" aria-pressed="${answer === undefined ? 'true' : 'false'}" data-clear="${question.id}">${NOT_SURE}</button>`,
  ];
}

function choice({ id }: Question, kind: 'radio' | 'checkbox', value: string, label: string, isOn: boolean): Markup {
  return html`<label class="option"><input type="${kind}" id="o-${id}-${value}" name="${id}" value="${value}" ${checkedIf(isOn)}> <span>${label}</span></label>`;
}

function checkedIf(isOn: boolean): Markup {
  return isOn ? html`checked` : html``;
}

function exact(question: Question, answer: AnswerValue | undefined, { ui }: Model): Markup {
  const { id } = question;
  const draft = ui.drafts.get(id);
  const text = draft?.text ?? (answer === undefined ? '' : String(answer));
  const limits = numberLimits(question);
  const problem = draft?.problem;
  return html`<p class="exact"><label for="n-${id}">${question.options.length > 0 ? 'Exactly' : 'Number'}</label> <input type="text" inputmode="decimal" autocomplete="off" id="n-${id}" data-number="${id}" value="${text}" aria-invalid="${problem === undefined ? 'false' : 'true'}" aria-describedby="u-${id}"> <span class="soft" id="u-${id}">${limits}${problem !== undefined && html` <strong class="problem">${problem}</strong>`}</span></p>`;
}
