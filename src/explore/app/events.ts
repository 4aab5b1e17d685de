/** What users do, as steps of the page. All elements of the page are handled at the document: they come and go. */
import { NONE } from '../../core/answers.ts';
import type { AnswerValue } from '../../core/model.ts';
import { readSetting, SET_FORM } from '../set-by-hand.ts';
import { NOTHING, redo, undo, withAnswer, withOverride, withoutOverride } from '../state.ts';
import { copyText } from '../take-away.ts';
import type { App } from './app.ts';

export function listen(app: App): void {
  document.addEventListener('click', (event) => press(app, event));
  document.addEventListener('change', ({ target }) => change(app, target));
  document.addEventListener('input', ({ target }) => {
    const id = target instanceof HTMLInputElement ? target.dataset['number'] : undefined;
    if (target instanceof HTMLInputElement && id !== undefined) app.type(id, target.value);
  });
  document.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => step(app, event));
  // This event does not bubble.
  document.addEventListener('toggle', ({ target }) => open(app, target), true);
  addEventListener('hashchange', () => app.readAddress());
}

function press(app: App, { target }: Event): void {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button === null || button.ariaDisabled === 'true') return;
  const { do: command, focus, go, try: tried, answer, clear, copy, override, criterion } = button.dataset;
  if (command !== undefined) COMMANDS[command]?.(app);
  else if (focus !== undefined) showPart(focus);
  else if (go !== undefined) goTo(go);
  else if (tried !== undefined) setAnswer(app, tried, JSON.parse(answer ?? 'null'));
  else if (clear !== undefined) setAnswer(app, clear, undefined);
  else if (copy !== undefined) void copyOut(app, copy, button);
  else if ((override === 'weight' || override === 'must') && criterion !== undefined)
    app.step(withoutOverride(app.state, override, criterion));
}

const COMMANDS: Readonly<Record<string, (app: App) => void>> = {
  undo: (app) => app.move(undo(app.model.timeline)),
  redo: (app) => app.move(redo(app.model.timeline)),
  clear: (app) => app.step(NOTHING),
  dismiss: (app) => app.show({ linkProblems: [] }),
  set: (app) => {
    const setting = readSetting(chosenIn(SET_FORM.value));
    if (setting) app.step(withOverride(app.state, setting.kind, chosenIn(SET_FORM.criterion), setting.value));
  },
  preset: (app) => {
    const id = chosenIn('preset');
    const preset = app.data.rules.presets.find((one) => one.id === id);
    if (preset) app.step({ ...app.state, answers: preset.answers });
  },
};

/** The value of a list; empty where there is no such list. */
function chosenIn(id: string): string {
  const select = document.getElementById(id);
  return select instanceof HTMLSelectElement ? select.value : '';
}

function setAnswer(app: App, id: string, answer: AnswerValue | undefined): void {
  app.step(withAnswer(app.data.rules.questions, app.state, id, answer));
}

function showPart(id: string): void {
  const heading = document.getElementById(id);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

function goTo(id: string): void {
  const field = document.getElementById(`q-${id}`);
  const input = field?.querySelector<HTMLElement>('input:checked, input, button');
  field?.scrollIntoView({ block: 'center' });
  input?.focus();
}

function change(app: App, target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement)) return;
  const typed = target.dataset['number'];
  if (typed !== undefined) app.settle(typed);
  else if (target.dataset['do'] === 'core') app.step({ ...app.state, core: target.checked });
  else if (target.type === 'radio') setAnswer(app, target.name, radioAnswer(app, target));
  else if (target.type === 'checkbox')
    setAnswer(app, target.name, checkedAnswer(app.state.answers[target.name], target));
}

/** The value of an option of the rules: attributes hold texts, and the options hold numbers and booleans, too. */
function radioAnswer({ data }: App, { name, value }: HTMLInputElement): AnswerValue | undefined {
  const question = data.rules.questions.find(({ id }) => id === name);
  return question?.options.find((option) => String(option.value) === value)?.value;
}

/** "None of these" excludes the others; with nothing checked, the question is open. */
function checkedAnswer(before: AnswerValue | undefined, { value, checked }: HTMLInputElement): AnswerValue | undefined {
  if (value === NONE) return checked ? [] : undefined;
  const others = (typeof before === 'object' ? before : []).filter((one) => one !== value);
  const chosen = checked ? [...others, value] : others;
  return chosen.length > 0 ? chosen : undefined;
}

/** Ctrl-Z (or ⌘Z) undoes, with Shift it redoes; in a text field, that is the affair of the field. */
function step(app: App, event: KeyboardEvent): void {
  const { target, key } = event;
  const isText = target instanceof HTMLInputElement && target.type === 'text';
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isText) return;
  const letter = key.toLowerCase();
  const command = letter === 'z' ? (event.shiftKey ? 'redo' : 'undo') : letter === 'y' ? 'redo' : undefined;
  if (command === undefined) return;
  event.preventDefault();
  COMMANDS[command]?.(app);
}

function open(app: App, target: EventTarget | null): void {
  const id = target instanceof HTMLDetailsElement ? target.dataset['lazy'] : undefined;
  if (!(target instanceof HTMLDetailsElement) || id === undefined) return;
  const before = app.model.ui.open;
  if (before.has(id) === target.open) return;
  app.show({ open: new Set(target.open ? [...before, id] : [...before].filter((one) => one !== id)) });
}

async function copyOut(app: App, id: string, button: HTMLElement): Promise<void> {
  const text = copyText(app.model, id);
  if (text === undefined) return;
  const said = await navigator.clipboard.writeText(text).then(
    () => 'Copied',
    () => 'The browser does not let this page copy: open the text, and select it.',
  );
  app.say(`${said}.`);
  button.classList.add('copied');
  setTimeout(() => button.classList.remove('copied'), 2000);
}
