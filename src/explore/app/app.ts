import morphdom from 'morphdom';
import { checkAnswers } from '../../core/answers.ts';
import type { Outlook } from '../../core/interview/next-question.ts';
import { answerProblemInWords } from '../../phrases/messages.ts';
import type { Advice } from '../../report/advice.ts';
import { ELEMENTS } from '../../report/html/live.ts';
import type { StartersData } from '../../starters/starter.ts';
import type { PageData } from '../data.ts';
import { adviceFor, announcement, outlookFor } from '../decide.ts';
import { fragmentOf, readFragment } from '../fragment.ts';
import type { Draft, Model, Ui } from '../model.ts';
import { isSame, type State, stepTo, type Timeline, timelineOf, withAnswer } from '../state.ts';
import { view } from '../view.ts';

/** Milliseconds without a step before the address is written: browsers refuse hundreds of writes in a row. */
const PAUSE_MS = 150;

/** The state of the page, and its drawing. Every step decides and draws anew. */
export class App {
  readonly data: PageData;
  private readonly root: HTMLElement;
  private readonly starters: StartersData;
  private timeline: Timeline;
  private advice: Advice;
  private outlook: Outlook | undefined;
  private ui: Ui = { drafts: new Map(), open: new Set(), linkProblems: [] };
  /** The timer that will write the address. */
  private writing: number | undefined;
  /** The fragment that this state has read or written. */
  private known = location.hash;

  constructor(root: HTMLElement, data: PageData, starters: StartersData) {
    this.root = root;
    this.data = data;
    this.starters = starters;
    const hash = location.hash.slice(1);
    const { state, problems } = hash === '' ? { state: data.start, problems: [] } : readFragment(data.rules, hash);
    this.timeline = timelineOf(state);
    this.advice = this.decide(state);
    this.ui = { ...this.ui, linkProblems: problems };
  }

  get state(): State {
    return this.timeline.now;
  }

  /** What is drawn, and what copies are made of. */
  get model(): Model {
    const { timeline, advice, outlook, ui, data } = this;
    const { rules, rulesDirs, isProjectIgnored } = data;
    const link = `${location.href.split('#')[0]}#${fragmentOf(timeline.now)}`;
    return { rules, context: { rulesDirs, isProjectIgnored }, timeline, advice, outlook, ui, link };
  }

  /** One step that can be undone. */
  step(next: State): void {
    this.move(stepTo(this.timeline, next));
  }

  /** Another place in the timeline: texts that were typed are shown as the numbers that they mean. */
  move(timeline: Timeline, ui: Partial<Ui> = {}): void {
    this.go(timeline, { drafts: new Map(), linkProblems: [], ...ui });
  }

  /** What is typed into a number field decides at once, and stays as it was typed. */
  type(id: string, text: string): void {
    const { rules } = this.data;
    const trimmed = text.trim();
    const { answers, problems } = checkAnswers(rules.questions, trimmed === '' ? {} : { [id]: trimmed });
    const [problem] = problems;
    const draft: Draft = { text, ...(problem && { problem: answerProblemInWords(problem, () => 'this question') }) };
    const next = withAnswer(rules.questions, this.state, id, answers[id]);
    this.go(stepTo(this.timeline, next, id), { drafts: new Map([...this.ui.drafts, [id, draft]]) });
  }

  /** After typing: a text that means a number becomes that number; one that does not stays, with its problem. */
  settle(id: string): void {
    const drafts = new Map([...this.ui.drafts].filter(([one, { problem }]) => one !== id || problem !== undefined));
    this.show({ drafts });
  }

  /** What is on the screen, without a step. */
  show(ui: Partial<Ui>): void {
    this.ui = { ...this.ui, ...ui };
    this.draw();
  }

  /** The address was changed by the user or by a link. It stays as it was written there. */
  readAddress(): void {
    this.known = location.hash;
    const { state, problems } = readFragment(this.data.rules, location.hash.slice(1));
    if (isSame(state, this.state) && problems.length === 0) return;
    this.move(stepTo(this.timeline, state), { linkProblems: problems });
    clearTimeout(this.writing);
  }

  focusOn(id: string): void {
    document.getElementById(id)?.focus();
  }

  /** Words for screen readers alone. */
  say(text: string): void {
    const region = document.getElementById(ELEMENTS.announce);
    if (region && text !== '') region.textContent = text;
  }

  draw(): void {
    const focused = document.activeElement;
    morphdom(this.root, view(this.model).text, { onBeforeElUpdated: keepWhatUsersDid });
    // What was focused is gone, such as a button of a hinge.
    if (focused instanceof HTMLElement && !focused.isConnected) this.focusOn('headline');
    document.title = `${document.getElementById('headline')?.textContent ?? ''} – ${this.advice.tool.name}`;
    if (this.outlook === undefined) setTimeout(() => this.lookAhead());
  }

  private go(timeline: Timeline, ui: Partial<Ui>): void {
    this.ui = { ...this.ui, ...ui };
    if (timeline.now !== this.state) {
      const before = this.advice;
      this.advice = this.decide(timeline.now);
      this.outlook = undefined;
      this.say(announcement(before, this.advice));
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.writeAddress(), PAUSE_MS);
    }
    this.timeline = timeline;
    this.draw();
  }

  private decide(state: State): Advice {
    return adviceFor(this.data.rules, this.starters, this.data, state);
  }

  /** Takes longer than the decision, so that it comes after it. */
  private lookAhead(): void {
    if (this.outlook !== undefined) return;
    this.outlook = outlookFor(this.data.rules, this.state);
    this.draw();
  }

  private writeAddress(): void {
    // Somebody else has changed it, and the event that tells is on its way.
    if (location.hash !== this.known) return;
    try {
      history.replaceState(null, '', `#${fragmentOf(this.state)}`);
      this.known = location.hash;
    } catch {
      // A browser that refuses another write keeps the older address; the link to copy is right all the same.
    }
  }
}

/** Details stay open, a choice in a list stays, and a field keeps its text while it is typed into. */
function keepWhatUsersDid(from: HTMLElement, to: HTMLElement): boolean {
  if (from instanceof HTMLSelectElement) return false;
  if (from instanceof HTMLDetailsElement) to.toggleAttribute('open', from.open);
  return !from.isEqualNode(to) || from instanceof HTMLInputElement;
}
