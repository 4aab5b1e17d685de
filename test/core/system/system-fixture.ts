/** Small rules with components: a broker for `mqtt`, one for `amqp` that can stand for it, and a relay. */
import type { Protocol, Rules } from '../../../src/core/model.ts';
import type { Component } from '../../../src/core/system/component.ts';
import type { SystemLeg } from '../../../src/core/system/system.ts';
import type { SystemMistake } from '../../../src/core/system/system-mistake.ts';
import { makeChoice, makeRules } from '../rules-fixture.ts';

const component = (id: string, more: Partial<Component> = {}): Component => ({
  id,
  name: `The ${id}`,
  kind: 'messaging',
  says: `A ${id}.`,
  source: 'judgement: test',
  countedIn: ['effort'],
  standsFor: [],
  ...more,
});

export const COMPONENTS: readonly Component[] = [
  component('topic-broker', { alreadyWhen: { answers: { already: { is: ['mqtt'] } } } }),
  component('queue-broker', {
    standsFor: [{ component: 'topic-broker', but: 'It lacks a thing.', source: 'https://example.com/limits' }],
  }),
  component('relay', { kind: 'relay' }),
];

const RUNS: Readonly<Record<string, Pick<Protocol, 'runs'>>> = {
  mqtt: { runs: [{ component: 'topic-broker', need: 'messaging' }] },
  amqp: { runs: [{ component: 'queue-broker' }] },
  peer: { runs: [{ component: 'relay' }] },
};

const likes = (criterion: string) => ({ weighs: { [criterion]: 4 } });

/** @param mistakes of systems */
export function systemRules(mistakes: readonly SystemMistake[] = [], effort = 1): Rules {
  const rules = makeRules(
    {
      mqtt: { topics: 4, queues: 2, plain: 2, direct: 1, effort: 1 },
      amqp: { topics: 2, queues: 4, plain: 1, direct: 1, effort: 1 },
      socket: { topics: 2, queues: 1, plain: 4, direct: 2, effort: 4 },
      peer: { topics: 0, queues: 0, plain: 1, direct: 4, effort: 2 },
    },
    [
      makeChoice('wants', {
        topics: likes('topics'),
        queues: likes('queues'),
        plain: likes('plain'),
        direct: likes('direct'),
        nothing: { requires: { topics: 4, queues: 4 } },
      }),
      makeChoice('already', { mqtt: {} }),
    ],
    { effort },
  );
  const protocols = rules.protocols.map((protocol) => ({
    ...protocol,
    ...RUNS[protocol.id],
    needs: [
      { id: 'messaging', says: 'A broker.' },
      { id: 'rights', says: 'Rights for each client.' },
    ],
    ...(protocol.id === 'mqtt' && {
      combinesWith: [
        { protocol: 'socket', leg: 'to pages', why: 'Pages like it.', when: { answers: { wants: { is: ['plain'] } } } },
      ],
    }),
  }));
  return { ...rules, protocols, components: COMPONENTS, ...(mistakes.length > 0 && { systemMistakes: mistakes }) };
}

export function makeLeg(name: string, wants: string, more: Partial<SystemLeg> = {}): SystemLeg {
  return { name, answers: { wants }, overrides: undefined, ...more };
}
