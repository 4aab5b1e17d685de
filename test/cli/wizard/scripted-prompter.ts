import type {
  AskRequest,
  Menu,
  Prompter,
  QuestionReply,
  Reply,
  TranscriptLine,
} from '../../../src/cli/wizard/prompts/prompter.ts';
import type { AnswerValue } from '../../../src/core/model.ts';

/** What a person does: an answer (`null`: not sure), the label of a menu entry (by its start), or a key. */
export type Act = { readonly answer: AnswerValue | null } | { readonly pick: string } | 'back' | 'review' | 'cancel';

/** Plays a script, and keeps what it was shown. Ends with "cancelled" when the script is over. */
export class ScriptedPrompter implements Prompter {
  readonly shown: string[] = [];
  readonly asks: AskRequest[] = [];
  readonly menus: Menu<unknown>[] = [];
  closedWith: readonly TranscriptLine[] | undefined;
  private readonly script: Act[];

  constructor(script: readonly Act[]) {
    this.script = [...script];
  }

  async ask(request: AskRequest): Promise<QuestionReply> {
    this.asks.push(request);
    this.shown.push(request.question.id);
    const act = this.next();
    if (act === 'back' || act === 'review') return { kind: act };
    if (act === 'cancel') return { kind: 'cancelled' };
    if ('answer' in act) return { kind: 'answer', value: act.answer };
    throw new Error(`The script picks "${act.pick}", but ${request.question.id} is asked.`);
  }

  async choose<Value>(menu: Menu<Value>): Promise<Reply<Value>> {
    this.menus.push(menu);
    this.shown.push(menu.asks);
    const act = this.next();
    if (typeof act === 'string') return act === 'back' ? { kind: 'back' } : { kind: 'cancelled' };
    if ('answer' in act) throw new Error(`The script answers ${act.answer}, but there is a menu: ${menu.asks}`);
    const entry = menu.entries.find(({ label }) => label.startsWith(act.pick));
    if (!entry) throw new Error(`No entry "${act.pick}" in ${menu.entries.map(({ label }) => label).join(' | ')}`);
    return { kind: 'answer', value: entry.value };
  }

  show(): void {}

  close(transcript: readonly TranscriptLine[]): void {
    this.closedWith = transcript;
  }

  private next(): Act {
    return this.script.shift() ?? 'cancel';
  }
}
