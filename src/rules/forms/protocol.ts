/** The forms of protocols, and of what their AsyncAPI documents are made of. */
import { z } from 'zod';
import { conditionForm, form, idForm, line, protocolId } from './basics.ts';
import { cellsForm } from './criterion.ts';
import { runForm } from './system.ts';

const needForm = form({
  id: idForm.describe('Its name.'),
  says: line().describe('What has to be run or arranged.'),
  when: conditionForm.describe('When it is needed; absent: always.').exactOptional(),
}).meta({ id: 'need', description: 'Something to run or to arrange in addition to the protocol.' });

const combinationForm = form({
  protocol: protocolId,
  leg: line().describe('The part of the way that the other one serves, such as "to browsers".'),
  why: line().describe('Why the other one suits that part.'),
  when: conditionForm.describe('When a decision names it; absent: always.').exactOptional(),
}).meta({ id: 'combination', description: 'Another protocol that is usually combined with this one.' });

const jsonForm = z.json().describe('Any value that AsyncAPI allows there.');

const asyncapiForm = form({
  server: form({
    protocol: line(40).describe('In the words of AsyncAPI, such as wss.'),
    protocolVersion: line(40).describe('In quotes.').exactOptional(),
    host: line(200).describe('Name and port; an example.'),
    pathname: line(200).describe('The path on the host.').exactOptional(),
    says: line().describe('What the server is.'),
  }).describe('What clients connect to.'),
  channel: form({
    address: line(200).describe('Topic, path or queue; may hold {parameter}.'),
    says: line().describe('What it carries.'),
  }).describe('The one channel of the document.'),
  operations: z
    .array(
      form({
        id: idForm.describe('Its key in the document.'),
        action: z.enum(['send', 'receive']).describe('As the backend sees it.'),
        says: line().describe('What happens.'),
        when: conditionForm.describe('Left out where this surely fails; absent: never.').exactOptional(),
      }),
    )
    .min(1)
    .describe('What the backend does on the channel.'),
  messages: z
    .array(
      form({
        contentType: line(100).describe('The media type.'),
        payload: jsonForm.describe('A JSON Schema.'),
        when: conditionForm.describe('All but the last have one.').exactOptional(),
      }),
    )
    .min(1)
    .describe('The first that applies counts.'),
  bindings: z
    .array(
      form({
        at: z
          .enum(['server', 'channel', 'operation', 'send', 'receive', 'message'])
          .describe('The part that it binds; operation: send and receive.'),
        name: line(40).describe('Of the binding, such as ws.'),
        set: z.record(z.string(), jsonForm).describe('Its fields.'),
        when: conditionForm.describe('When it applies; absent: always.').exactOptional(),
      }),
    )
    .describe('All that apply, later ones over earlier ones.')
    .exactOptional(),
  extensions: z
    .record(z.string().regex(/^x-[a-z-]+$/, { error: 'a name such as "x-detail"' }), jsonForm)
    .describe('Further fields of the channel.')
    .exactOptional(),
}).meta({ id: 'asyncapi', description: 'How an AsyncAPI 3 document describes a protocol, as the backend sees it.' });

export const protocolForm = form({
  id: idForm.describe('The name of the file without its ending.'),
  name: line(40).describe('Its name for readers.'),
  tier: z.enum(['core', 'extended']).describe('core: always ranked; extended: ranked with --all.'),
  order: z.int().min(1).describe('Its place in tables, from 1; those without come last.').exactOptional(),
  summary: line().describe('What it is, in one sentence.'),
  pickWhen: z.array(line()).min(1).describe('When to choose it, in words.'),
  avoidWhen: z.array(line()).min(1).describe('When not to choose it, in words.'),
  means: z
    .array(
      form({
        says: line(100).describe('Words behind its name in the headline, such as "for store apps: APNs and FCM".'),
        when: conditionForm.describe('When it applies; absent: always.').exactOptional(),
      }),
    )
    .min(1)
    .describe('What it stands for in special cases; the first that applies counts.')
    .exactOptional(),
  needs: z.array(needForm).describe('What it needs in addition; may be empty.'),
  runs: z.array(runForm).describe('The components that must be run for it; absent: none.').exactOptional(),
  combinesWith: z.array(combinationForm).describe('What it is usually combined with; may be empty.'),
  asyncapi: asyncapiForm.exactOptional(),
  withoutAsyncapi: line().describe('Instead of asyncapi: why such a document makes no sense.').exactOptional(),
  cells: cellsForm,
}).meta({ id: 'protocol', description: 'An alternative: one protocol that can be recommended.' });

/** Adds or replaces cells of a protocol of an earlier pack. */
export const protocolPartForm = form({
  id: protocolId,
  extends: z.literal(true, { error: 'true' }).describe('The protocol is there already.'),
  reason: line().describe('Why the cells are changed.').exactOptional(),
  cells: cellsForm,
}).meta({ id: 'protocolPart', description: 'Adds or replaces cells of a protocol of an earlier pack.' });
