import type { AnswerValue, Preset, Question } from '../../core/model.ts';
import type { Stop } from './interview.ts';
import { answerLine, PRESET_MENU, REVIEW_MENU, STOP_MENU } from './phrases.ts';
import type { Menu, MenuEntry } from './prompts/prompter.ts';
import { ASKING, openQuestions, type State, withPreset } from './state.ts';

/** What a menu leads to. */
export type Choice = State | 'finish';

type Content = Pick<Menu<Choice>, 'asks' | 'detail' | 'help' | 'entries'>;

/** The use cases to start from, and a way without. */
export function presetMenu(state: State, questions: readonly Question[], presets: readonly Preset[]): Content {
  return {
    asks: PRESET_MENU.asks,
    help: PRESET_MENU.help,
    entries: [
      ...presets.map((preset) => ({
        label: preset.title,
        note: preset.says,
        value: withPreset(state, questions, preset),
      })),
      { label: PRESET_MENU.other, note: PRESET_MENU.otherNote, value: { ...state, at: ASKING } },
    ],
  };
}

/** What to do when the wizard stops. Where it is close, the telling questions come first. */
export function stopMenu(state: State, { says, detail, help, hinges, isClose }: Stop): Content {
  const finish: MenuEntry<Choice> = { label: STOP_MENU.finish, value: 'finish' };
  const wanted = hinges.map(({ id }) => id);
  // What was skipped is put again.
  const asked = new Set([...state.asked].filter((id) => !wanted.includes(id)));
  const telling: MenuEntry<Choice>[] =
    hinges.length === 0
      ? []
      : [
          {
            label: STOP_MENU.hinges(hinges.map(({ label }) => label)),
            value: { ...state, asked, wanted, last: state.put + hinges.length },
          },
        ];
  return {
    asks: says,
    detail,
    help,
    entries: [
      ...(isClose ? [...telling, finish] : [finish, ...telling]),
      { label: STOP_MENU.review, value: { ...state, at: { kind: 'review' } } },
      { label: STOP_MENU.goOn, value: { ...state, thorough: true } },
    ],
  };
}

/** Every question that was answered, in the order of the questionnaire, to change one; and the ways on. */
export function reviewMenu(state: State, questions: readonly Question[]): Content {
  const open = openQuestions(questions, state).length;
  const on: State = { ...state, thorough: true, at: ASKING };
  return {
    asks: REVIEW_MENU.asks,
    help: REVIEW_MENU.help,
    entries: [
      { label: REVIEW_MENU.finish, value: 'finish' },
      ...(open > 0 ? [{ label: REVIEW_MENU.goOn(open), value: on }] : []),
      ...settledQuestions(state, questions).map(({ question, answer }) => ({
        label: answerLine(question, answer),
        value: { ...state, at: { kind: 'editing' as const, question } },
      })),
    ],
  };
}

/** The questions that were answered, including those answered with "not sure", which is `null`. */
export function settledQuestions(
  { answers, asked }: State,
  questions: readonly Question[],
): { readonly question: Question; readonly answer: AnswerValue | null }[] {
  return questions
    .filter(({ id }) => answers[id] !== undefined || asked.has(id))
    .map((question) => ({ question, answer: answers[question.id] ?? null }));
}
