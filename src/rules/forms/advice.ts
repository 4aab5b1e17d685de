/** The forms of presets, mistakes, traffic models and languages. */
import { z } from 'zod';
import { conditionForm, evidence, form, idForm, LARGEST, line, weightForm } from './basics.ts';

export const presetForm = form({
  id: idForm.describe('Its name after --preset.'),
  title: line(80).describe('The use case in a few words.'),
  says: line().describe('The use case in one sentence.'),
  answers: z.record(z.string(), z.unknown()).describe('By question id.'),
}).meta({ id: 'preset', description: 'A named use case: answers that are typical of it.' });

export const mistakeForm = form({
  id: idForm.describe('Its name in decisions and in `accepts`.'),
  title: line(80).describe('The mistake in a few words.'),
  severity: z
    .enum(['error', 'warning', 'info'])
    .describe('error: it will not work; warning: it will hurt; info: to remember when building.'),
  trigger: line().describe('When to warn, in words.'),
  when: conditionForm.describe('When to warn. What rests on an open question never triggers.'),
  guard: line().describe('When the warning would be a false alarm, in words.'),
  unless: conditionForm.describe('When the warning would be a false alarm.'),
  says: line().describe('What follows from it; may hold {question-id} and {estimate.saving} and the like.'),
  instead: line().describe('What to do instead; the same places.'),
  source: evidence,
  estimate: idForm.describe('The traffic model that gives it its numbers.').exactOptional(),
}).meta({ id: 'mistake', description: 'A well-known mistake, and when to warn of it.' });

function constantsForm(what: string) {
  return z
    .array(
      form({
        bytes: weightForm.describe(what),
        low: weightForm.describe('The low end of what occurs; absent: `bytes`.').exactOptional(),
        high: weightForm.describe('The high end of what occurs; absent: `bytes`.').exactOptional(),
        when: conditionForm.describe('When it counts; absent: always.').exactOptional(),
      }),
    )
    .min(1)
    .describe('The first one whose condition is true applies.');
}

export const modelForm = form({
  id: idForm.describe('Its name in `estimate` of a mistake.'),
  source: evidence,
  inputs: form({
    intervalSeconds: idForm.describe('Question: seconds between polls.'),
    unchangedBodyBytes: idForm.describe('Question: bytes of the body of a poll without news.'),
    messagesPerSecond: idForm.describe('Question: messages per second.'),
    payloadBytes: idForm.describe('Question: bytes of a message.'),
  }).describe('Ids of the questions that hold the inputs.'),
  latestOnly: conditionForm.describe('Whether overtaken values need not be sent.'),
  headerBytes: constantsForm('Headers of one poll, request and response.'),
  setupBytes: constantsForm('What opening a connection costs a poll. Absent: nothing.').exactOptional(),
  packets: form({
    payloadBytes: z.number().gt(0).max(LARGEST).describe('Payload of one packet.'),
    furtherBytes: weightForm.describe('Headers and acknowledgements of each further packet.'),
  })
    .describe('What a message costs that does not fit into one packet. Absent: nothing.')
    .exactOptional(),
  pollOverheadBytes: weightForm.describe('Of one poll, in addition to headers and body.'),
  pushOverheadBytes: weightForm.describe('Of one pushed message, in addition to its payload.'),
  heartbeatSeconds: z.number().gt(0).max(LARGEST).describe('Between signs of life on a connection.'),
  heartbeatBytes: weightForm.describe('Of one sign of life.'),
  pushedBy: z
    .record(
      z.string(),
      form({
        pushOverheadBytes: weightForm.describe('Of one pushed message, in addition to its payload.'),
        heartbeatBytes: weightForm.describe('Of one sign of life.'),
      }),
    )
    .describe('Protocol id to what differs where that protocol ranks first.')
    .exactOptional(),
}).meta({ id: 'model', description: 'How polling is compared with pushing, in bytes.' });

export const languageForm = form({
  id: idForm.describe('Its name after --language.'),
  name: line(40).describe('Its name for readers.'),
  files: z
    .array(line(80))
    .describe(
      'File names, or *.ext, that show that a project is in this language; the first language that matches wins.',
    ),
  when: conditionForm.describe('When those files count; absent: always.').exactOptional(),
  fallbackFiles: z
    .array(line(80))
    .describe('Files that count when there are none of any language. It is the default without a project.')
    .exactOptional(),
}).meta({ id: 'language', description: 'A language for starters, and how a project in it is recognised.' });
