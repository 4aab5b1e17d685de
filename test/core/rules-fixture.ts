import type { Condition } from '../../src/core/condition/condition.ts';
import type { Cell, Effect, Grade, Option, Protocol, Question, Rules } from '../../src/core/model.ts';

/** Small rules for tests: `grades[protocol][criterion]`; a criterion's baseline is 0 unless given. */
export function makeRules(
  grades: Readonly<Record<string, Readonly<Record<string, Grade>>>>,
  questions: readonly Question[] = [],
  baseline: Readonly<Record<string, number>> = {},
): Rules {
  const criteria = Object.keys(Object.values(grades)[0] ?? {});
  return {
    packs: ['test@1'],
    digest: 'sha256:test',
    criteria: criteria.map((id) => ({
      id,
      label: id,
      asks: '?',
      group: 'g',
      baseline: baseline[id] ?? 0,
      table: true,
    })),
    protocols: Object.entries(grades).map(([id, row]) => makeProtocol(id, row)),
    questions,
    presets: [],
    mistakes: [],
    models: [],
    languages: [],
  };
}

function makeProtocol(id: string, row: Readonly<Record<string, Grade>>): Protocol {
  const cells = Object.entries(row).map(([criterion, grade]): [string, Cell] => [
    criterion,
    { grade, says: String(grade), because: 'because', source: 'judgement: test' },
  ]);
  return {
    id,
    name: id.toUpperCase(),
    tier: 'core',
    summary: '',
    pickWhen: [],
    avoidWhen: [],
    needs: [],
    combinesWith: [],
    cells: Object.fromEntries(cells),
  };
}

/** A choice between options; each has one effect, with the weights and minima given. */
export function makeChoice(id: string, options: Readonly<Record<string, Partial<Effect>>>, when?: Condition): Question {
  return {
    ...blank(id),
    kind: 'choice',
    options: Object.entries(options).map(([value, effect]) => makeOption(value, effect)),
    ...(when && { when }),
  };
}

/** A number in bands: lower edge → effect. The first band has no lower edge; give it as 0. */
export function makeNumber(id: string, bands: readonly (readonly [number, Partial<Effect>])[]): Question {
  const options = bands.map(
    ([from, effect], at): Option => ({
      ...makeOption(from + 1, effect),
      ...(at > 0 && { from }),
    }),
  );
  return { ...blank(id), kind: 'number', above: 0, options };
}

export function makeOption(value: string | number | boolean, effect: Partial<Effect>): Option {
  const { requires = {}, weighs = {}, when } = effect;
  return { value, label: String(value), prior: 1, effects: [{ requires, weighs, ...(when && { when }) }] };
}

function blank(id: string) {
  return { id, label: id, asks: `${id}?`, help: '', about: 'decision' as const };
}
