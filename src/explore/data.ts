/** What a page holds: the rules, where they come from, and the state that it starts with. */
import type { Rules } from '../core/model.ts';
import type { State } from './state.ts';

/** What commands on the page have to name, so that they decide by the same rules. */
export interface PageContext {
  readonly rulesDirs: readonly string[];
  readonly isProjectIgnored: boolean;
}

/** The data of a page. They are plain JSON, and a page holds them deflated, in base 64. */
export interface PageData extends PageContext {
  readonly rules: Rules;
  readonly start: State;
}

/** The rules without the texts that no part of the page shows. They decide the same. */
export function withoutUnshown(rules: Rules): Rules {
  return {
    ...rules,
    criteria: rules.criteria.map(({ ruler: _, ...shown }) => shown),
    protocols: rules.protocols.map(({ asyncapi: _, withoutAsyncapi: __, ...protocol }) => ({
      ...protocol,
      pickWhen: [],
      avoidWhen: [],
    })),
    questions: rules.questions.map(({ priorBecause: _, ...shown }) => shown),
    mistakes: rules.mistakes.map((mistake) => ({ ...mistake, trigger: '', guard: '' })),
  };
}
