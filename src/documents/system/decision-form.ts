/** The form of a decided system as JSON, of `system --json` and `batch`; core/system/system.ts has the same as plain types. */
import { z } from 'zod';
import { PREFERENCES } from '../../core/system/system.ts';
import { combinationForm, presetForm, savedDecisionForm, warningForm } from '../decision-form.ts';
import { type Known, line, open, schemaVersionForm, toolForm } from '../open-form.ts';

const id = line.min(1);
const leg = id.describe('Name of a leg.');
const protocol = id.describe('Id of a protocol.');
const component = id.describe('Id of a component.');

const legForm = open({
  name: leg,
  says: line.describe('What it carries.').exactOptional(),
  data: line.describe('The name of its data.').exactOptional(),
  preset: presetForm.exactOptional(),
  protocol: id.nullable().describe('Id of the protocol that it has in the whole; null: none is feasible.'),
  score: z.number().nullable().describe('0 to 100, unrounded; null like the protocol.'),
  costs: z.number().describe('Points that the whole costs it, against its own advice.'),
  components: z.array(component).describe('What must be run for it.'),
  combination: combinationForm.exactOptional(),
  warnings: z.array(warningForm).describe('Mistakes to avoid with this protocol, gravest first.'),
  decision: savedDecisionForm.describe('The leg decided alone, as recommend --json prints it.'),
}).meta({ id: 'legDecision', description: 'One leg, alone and in the whole.' });

const serviceForm = open({
  leg,
  as: id.describe('Id of the component whose work it does; another one where it stands for that.'),
  but: line.describe('The limits of standing for another one.').exactOptional(),
  source: line.describe('Source of the limits: a URL, or "judgement: why".').exactOptional(),
});

const costForm = open({
  leg,
  advice: id.describe('Id of the protocol that it has alone, or in the whole.'),
  protocol: id.describe('Id of the protocol that it gets instead.'),
  points: z.number().describe('Points that it loses.'),
});

const componentForm = open({
  id: component,
  name: line.describe('Its name.'),
  kind: z.enum(['messaging', 'gateway', 'relay', 'service']).describe('What it does.'),
  says: line.describe('What it is, with products as examples.'),
  already: z.boolean().describe('Whether the answers say that it is in operation: then it does not count.'),
  without: z
    .array(costForm)
    .nullable()
    .describe(
      'What legs lose without it, with no more components; null: in operation already, or a leg would have nothing feasible.',
    ),
  serves: z.array(serviceForm).describe('The legs that need it.'),
}).meta({ id: 'systemComponent', description: 'Something to run for the whole.' });

const assignmentForm = open({
  chosen: z.boolean().describe('Whether it is the one of `legs`; exactly one is.'),
  preferredBy: z.array(z.enum(PREFERENCES)).describe('The values of --prefer that pick it.'),
  count: z.int().min(0).describe('Number of components to run.'),
  fit: z.number().describe('Sum of the scores of all legs.'),
  sharing: z.number().describe('Points that the scores count more than once, because legs share components.'),
  components: z.array(component).describe('What must be run.'),
  protocols: z.record(z.string(), protocol).describe('By leg: id of its protocol.'),
  costs: z.array(costForm).describe('The legs that lose points against their own advice.'),
}).meta({ id: 'assignment', description: 'A protocol for each leg; no other has more fit with as few components.' });

const bridgeForm = open({
  legs: z.array(leg).describe('The legs that meet.'),
  from: protocol,
  to: protocol,
  leg: line.describe('The part of the way that the second serves, such as "to browsers".'),
  why: line.describe('How the two work together.'),
}).meta({ id: 'bridge', description: 'Where two protocols of the whole meet.' });

/** `system` adds `command` and `argv`; the library and `batch` leave them out. */
export const systemDecisionForm = open({
  schemaVersion: schemaVersionForm,
  tool: toolForm,
  name: line.describe('Name of the system.'),
  says: line.describe('What it does.').exactOptional(),
  outcome: z
    .enum(['recommended', 'none-feasible'])
    .describe('none-feasible: at least one leg has no feasible protocol.'),
  prefer: z.enum(PREFERENCES).describe('How the assignment was chosen: --prefer.'),
  legs: z.array(legForm).describe('In the order of the file.'),
  components: z.array(componentForm).describe('What the whole needs to be run, each once.'),
  assignments: z.array(assignmentForm).describe('The Pareto front of fit against components, the fewest first.'),
  needs: z
    .array(open({ says: line.describe('What it is.'), legs: z.array(leg).describe('For which legs.') }))
    .describe('What has to be arranged besides components, each once.'),
  bridges: z.array(bridgeForm).describe('How the protocols work together.'),
  warnings: z
    .array(warningForm.extend({ legs: z.array(leg).describe('The legs that it is about.') }))
    .describe('Mistakes that only the whole shows, gravest first.'),
  command: z.string().describe('The command line that gives this again.').exactOptional(),
  argv: z.array(z.string()).describe('The words of `command`, without the quotes of the shell.').exactOptional(),
});

/** The name of a top-level field. */
export type KnownSystemField = keyof Known<z.output<typeof systemDecisionForm>>;
