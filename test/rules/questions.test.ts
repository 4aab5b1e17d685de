/** What a question may hold beside its options and their weights. */
import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../../src/core/answers.ts';
import { layOver, problemsOver, rulesOf } from './small-pack.ts';

const question = (kind: string, more: string, options: string) => ({
  'questions.yaml': `
- id: gear
  kind: ${kind}
  label: Gear
  asks: What do you carry?
  help: Look.
${more}
  options:
${options}`,
});

const ROPE_AND_LAMP = '    - { id: rope, label: Rope }\n    - { id: lamp, label: Lamp }\n';

const lastQuestion = (files: Readonly<Record<string, string>>) => rulesOf(layOver(files)).questions.at(-1);

describe('a question', () => {
  test('gives the reasons of its priors and of each effect', () => {
    const options = `    - id: rope
      label: Rope
      usual: true
      because: A rope slows you down.
      weighs: { speed: 1 }
      also:
        - because: Somebody has to hold the other end.
          requires: { two-way: 2 }
        - when: { at-night: true }
          because: You cannot see the knots.
          weighs: { speed: 2 }
    - { id: lamp, label: Lamp }
`;
    expect(lastQuestion(question('choice', '  priorBecause: We asked ten people.', options))).toMatchObject({
      priorBecause: 'We asked ten people.',
      options: [
        {
          value: 'rope',
          usual: true,
          effects: [
            { because: 'A rope slows you down.', requires: {}, weighs: { speed: 1 } },
            { because: 'Somebody has to hold the other end.', requires: { 'two-way': 2 }, weighs: {} },
            {
              because: 'You cannot see the knots.',
              when: { answers: { 'at-night': { is: [true] } } },
              requires: {},
              weighs: { speed: 2 },
            },
          ],
        },
        { value: 'lamp', effects: [] },
      ],
    });
  });

  test('has one usual answer', () => {
    const options = ROPE_AND_LAMP.replaceAll(' }', ', usual: true }');
    expect(problemsOver(question('choice', '', options))).toEqual([
      'questions.yaml:10:32: wrong-value: Expected at most one option with "usual: true".',
    ]);
    expect(problemsOver(question('choices', '', options))).toEqual([]);
  });
});

describe('a question with "noneLabel"', () => {
  const files = question('choices', '  noneLabel: Nothing at all', ROPE_AND_LAMP);

  test.each([[[]], ['none'], [['none']]])('takes %j for an empty list', (answer) => {
    const { questions } = rulesOf(layOver(files));
    expect(checkAnswers(questions, { gear: answer })).toEqual({ answers: { gear: [] }, problems: [] });
  });

  test('is one with several answers', () => {
    expect(problemsOver(question('choice', '  noneLabel: Nothing at all', ROPE_AND_LAMP))).toEqual([
      'questions.yaml:7:3: wrong-value: Expected "noneLabel" only where "kind" is choices.',
    ]);
  });

  test('has no option called none', () => {
    const options = ROPE_AND_LAMP.replace('rope', 'none');
    expect(problemsOver(question('choices', '  noneLabel: Nothing at all', options))).toEqual([
      'questions.yaml:7:3: wrong-value: Unexpected "noneLabel": one of the options has the id "none".',
    ]);
  });

  test('is needed for an empty list', () => {
    const { questions } = rulesOf(layOver(question('choices', '', ROPE_AND_LAMP)));
    expect(checkAnswers(questions, { gear: [] }).problems).toMatchObject([{ code: 'empty', path: ['gear'] }]);
    expect(checkAnswers(questions, { gear: 'none' }).problems).toMatchObject([{ code: 'unknown-value' }]);
  });
});
