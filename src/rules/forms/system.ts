/** The forms of what systems of several channels need: components, their mistakes, and published systems. */
import { z } from 'zod';
import { LEG_NAME, MOST_LEGS } from '../../core/system/leg-words.ts';
import { SHARED_BY_LEGS } from '../../core/system/system-mistake.ts';
import { conditionForm, evidence, form, idForm, line, numberForm, sourceForm } from './basics.ts';

const kindForm = z
  .enum(['messaging', 'gateway', 'relay', 'service'])
  .describe(
    'messaging: a broker, stores and forwards messages; gateway: translates; relay: forwards traffic; service: others.',
  );

const componentId = idForm.describe('Id of a component.');

/** One of the components that a protocol needs. */
export const runForm = form({
  component: componentId,
  need: idForm.describe('Id of the need that asks for it: a system lists the component alone.').exactOptional(),
  when: conditionForm.describe('When it is needed; absent: always.').exactOptional(),
}).meta({ id: 'run', description: 'A component that must be run for the protocol, or one that can stand for it.' });

export const componentForm = form({
  id: idForm.describe('Its name.'),
  name: line(40).describe('Its name for readers.'),
  kind: kindForm,
  says: line().describe('What it is, with products as examples.'),
  source: evidence,
  alreadyWhen: conditionForm.describe('When answers say that it is in operation; absent: never.').exactOptional(),
  countedIn: z
    .array(idForm)
    .describe('The criteria by which the score of one channel counts the effort of running it.'),
  standsFor: z
    .array(
      form({
        component: componentId,
        when: conditionForm.describe('When it can; absent: always.').exactOptional(),
        but: line().describe('The limits, one sentence.'),
        source: evidence,
      }),
    )
    .describe('The components whose work it can do, too.'),
}).meta({
  id: 'component',
  description: 'What a team runs in addition to its own programs; `protocols/*.yaml` name it in `runs`.',
});

const systemConditionForm = form({
  legs: z
    .array(conditionForm)
    .min(1)
    .describe('Different channels meet these, one each; the protocol of the channel is `first`.')
    .exactOptional(),
  same: z
    .array(z.string())
    .min(1)
    .describe(`What these channels share: ${SHARED_BY_LEGS.join(', ')}, or ids of questions.`)
    .exactOptional(),
  differ: z.array(z.string()).min(1).describe('What they do not share.').exactOptional(),
  components: form({ kind: kindForm, atLeast: z.int().min(1) })
    .describe('At least so many components of a kind must be run.')
    .exactOptional(),
  fewerCosts: form({ from: numberForm.exactOptional(), below: numberForm.exactOptional() })
    .describe('Points that an assignment with fewer components of that kind costs.')
    .exactOptional(),
});

export const systemMistakeForm = form({
  id: idForm.describe('Its name in reports and in `accepts`.'),
  title: line(80).describe('The mistake in a few words.'),
  severity: z
    .enum(['error', 'warning', 'info'])
    .describe('error: it will not work; warning: it will hurt; info: to remember when building.'),
  trigger: line().describe('When to warn, in words.'),
  when: systemConditionForm.describe('When to warn; all parts must hold.'),
  says: line().describe('What follows from it; may hold {legs} and {components}.'),
  instead: line().describe('What to do instead; the same places.'),
  source: evidence,
}).meta({ id: 'systemMistake', description: 'A mistake that only a system of several channels shows.' });

/** What a channel of a system holds besides its answers. */
export const legWords = {
  preset: idForm.optional().describe('Typical answers; those of the leg override them.'),
  says: line().optional().describe('What it carries, in one sentence.'),
  data: line(80).optional().describe('The name of the data. Legs with the same name carry the same data.'),
  source: sourceForm.optional().describe('Where its answers come from: a URL, or "judgement: why".'),
};

/** The name of a leg. */
export const legNameForm = z.string().regex(LEG_NAME.pattern, { error: LEG_NAME.says });

/** What builders run, by leg. */
const expectForm = z.record(
  z.string(),
  form({
    first: z.array(idForm).min(1).describe('The protocols that the builders run.'),
    defensible: z.array(idForm).describe('Protocols that a reviewer would accept, too.').exactOptional(),
  }),
);

const versionForm = z.literal(1, { error: '1, the only version so far' }).describe('Version of the form of this file.');

/** The keys of a system file, around forms of its answers and its legs. */
export function systemKeys<Answers extends z.ZodType, Legs extends z.ZodType>(answers: Answers, legs: Legs) {
  return {
    version: versionForm,
    name: line(200).describe('What the system is, in a few words.'),
    says: line().optional().describe('What it does, and for whom.'),
    why: z.string().max(4000).optional().describe('Notes of the team.'),
    shared: answers.nullable().optional().describe('Answers of every leg; the answers of a leg override them.'),
    legs: legs.describe(`The channels, 1 to ${MOST_LEGS}, by name.`),
    expect: expectForm.optional().describe('By leg: what its builders run. For rule packs; nothing is decided by it.'),
  };
}

/** A system file of a rule pack: it says what its builders run, and where each leg was published. */
export const publishedSystemForm = form({
  ...systemKeys(
    z.record(z.string(), z.unknown()),
    z.record(z.string(), z.looseObject({ ...legWords, source: sourceForm })),
  ),
  expect: expectForm.describe('By leg: what its builders run.'),
}).meta({ id: 'publishedSystem', description: 'A system as its builders published it, and what they run.' });
