/** The form of a decision as JSON, of `recommend --json` and `batch`; core/decision.ts has the same as plain types. */
import { z } from 'zod';
import { gradeForm } from '../rules/forms/basics.ts';
import { answerForm, type Known, line, open, schemaVersionForm, toolForm } from './open-form.ts';
import { snippetForm } from './snippet-form.ts';

const id = line.min(1);
const protocol = id.describe('Id of a protocol.');
const name = line.describe('Name of the protocol.');
const tier = z.enum(['core', 'extended']).describe('core: always ranked; extended: not ranked with --core.');
const criterion = id.describe('Id of a criterion.');
const points = z.number().describe('0 to 100, unrounded.');
const share = z.number();

const becauseForm = z
  .array(
    open({
      question: id.describe('Id of a question, or the flag that overrode it: --weight, --must.'),
      answer: answerForm,
      weight: z
        .number()
        .min(0)
        .describe('What it adds to the weight of the criterion; absent on a minimum.')
        .exactOptional(),
      says: line.describe('The reason, as a whole sentence.').exactOptional(),
    }).meta({ id: 'cause', description: 'The question, and the answer to it, that something comes from.' }),
  )
  .describe('What it comes from. Empty: only the baseline counts.');

const contributionForm = open({
  criterion,
  weight: z.number().min(0).describe('Baseline plus the weights of answers, as stated: not normalised.'),
  grade: gradeForm,
  points: z.number().describe('What the criterion adds to the score: 100 * weight * grade / 4 / sum of weights.'),
  because: becauseForm,
}).meta({ id: 'contribution', description: 'What one criterion adds to a score.' });

const rankedForm = open({
  rank: z.int().min(1).describe('From 1; tied protocols share a rank, and the next one counts them (1, 2, 2, 4).'),
  protocol,
  name,
  tier,
  score: points,
  rankAcceptability: z
    .array(share)
    .describe('Share (0 to 1) of the draws of weights that give it rank 1, 2, and so on; at most 1 in all.')
    .exactOptional(),
  centralWeights: z
    .record(z.string(), share)
    .nullable()
    .describe('The average weights that put it first, by criterion, adding up to 1; null when nothing does.')
    .exactOptional(),
  confidenceFactor: share
    .nullable()
    .describe('1 where its central weights put it first; null when nothing does.')
    .exactOptional(),
  contributions: z.array(contributionForm).describe('Largest points first; criteria of weight 0 are left out.'),
}).meta({ id: 'ranked', description: 'A protocol that meets every minimum, with its score.' });

const minimum = gradeForm.describe('The lowest grade that the answers accept.');

const excludedForm = open({
  protocol,
  name,
  tier,
  breaks: z
    .array(open({ criterion, minimum, grade: gradeForm, because: becauseForm }))
    .describe('Every minimum that it misses; empty only where it is forbidden.'),
  forbidden: open({
    because: z.string().describe('Why the organisation does not allow it.'),
    pack: z.string().describe('name@version of the rule pack that forbids it, or the project file.'),
  })
    .describe('A rule pack forbids it, and no answer brings it back.')
    .exactOptional(),
}).meta({ id: 'excluded', description: 'A protocol that misses a minimum or is forbidden. It is never ranked.' });

const estimateForm = open({
  model: id.describe('Id of the traffic model.'),
  pollBytesPerHour: z.number().describe('Bytes of one client in one hour, both directions, when it polls.'),
  pushBytesPerHour: z.number().describe('The same when the server pushes.'),
  saving: z.number().describe('(poll - push) / poll: 0.95 saves 95 %; below 0 the change costs.'),
  savingLow: z.number().describe('The same with the smallest headers that occur.').exactOptional(),
  savingHigh: z.number().describe('The same with the largest headers that occur.').exactOptional(),
  inputs: z
    .record(z.string(), z.union([z.number(), z.boolean()]))
    .describe('The numbers that went in, answers and constants alike.'),
  source: line.describe('Where the model comes from: a URL, or "judgement: why".'),
}).meta({ id: 'estimate', description: 'Traffic of one client in one hour, both directions, in bytes.' });

export const warningForm = open({
  id: id.describe('Id of the mistake; stable, for `accepts` and for scripts.'),
  severity: z
    .enum(['error', 'warning', 'info'])
    .describe('error: it will not work; warning: it will cause trouble; info: to remember when building.'),
  title: line.describe('The mistake in a few words.'),
  says: line.describe('What follows from it.'),
  instead: line.describe('What to do instead.'),
  source: line.describe('A URL, or "judgement: why".'),
  estimate: estimateForm.exactOptional(),
}).meta({ id: 'warning', description: 'A well-known mistake that these answers are close to.' });

const flipForm = open({
  question: id.describe('Id of the question.'),
  from: answerForm.nullable().describe('The answer now; null: it is open.'),
  to: answerForm.describe('The answer that changes the first place.'),
  winner: id.nullable().describe('Id of the new first place (of a tie the first by id); null: none would be feasible.'),
}).meta({ id: 'flip', description: 'One answer that, when changed alone, changes the first place.' });

const relaxationForm = open({
  criterion,
  minimum,
  because: becauseForm,
  bringsBack: z.array(id).describe('Ids of the protocols that are feasible without this minimum.'),
}).meta({ id: 'relaxation', description: 'A minimum that, dropped alone, makes protocols feasible again.' });

const stabilityForm = open({
  criterion,
  share: share.describe('Share of all weight (0 to 1) that the criterion has now.'),
  from: share.describe('Down to this share the first place stays, the other weights keeping their proportions.'),
  to: share.describe('Up to this share the first place stays.'),
  challengerBelow: id.nullable().describe('Id of the protocol that takes the first place below `from`; null: none.'),
  challengerAbove: id.nullable().describe('Id of the protocol that takes the first place above `to`; null: none.'),
}).meta({ id: 'stability', description: 'How far one weight may move before the first place changes.' });

export const confidenceForm = open({
  level: z
    .enum(['clear', 'likely', 'close'])
    .describe('close: the runner-up may be as good; the advice is no more than a first guess.'),
  strict: share.describe('Estimated share (0 to 1) of cases with similar advice in which the team chose the same.'),
  fair: share.describe('The same, counting choices that a reviewer would accept, too.'),
  cases: z.int().min(0).describe('Number of published decisions that the shares were computed from.'),
}).meta({ id: 'confidence', description: 'How often similar advice, by its lead, agreed with published decisions.' });

export const hingeForm = open({
  question: id.describe('Id of an open question.'),
  answer: answerForm.describe('The likeliest answer that leads to this winner.'),
  winner: id.nullable().describe('Id of the protocol that would be first; null: none would be feasible.'),
  likelihood: share.describe('Estimated probability (0 to 1) of the answers that lead to this winner.'),
}).meta({ id: 'hinge', description: 'An open question whose likely answer would change the first place.' });

export const precedentForm = open({
  id: id.describe('Id of the published decision.'),
  title: line.describe('What they decided, in a few words.'),
  organisation: line.describe('Who decided.'),
  year: z.int().describe('Year of publication.'),
  source: line.describe('Where it is published.'),
  chosen: z.array(id).describe('Ids of the protocols that they run.'),
  similarity: share.describe('0 to 1; 1: it agrees with every given answer.'),
  agrees: z.boolean().describe('Whether they run the protocol in first place.'),
}).meta({ id: 'precedent', description: 'A published decision in a similar situation. It does not change the score.' });

const recommendationForm = open({
  protocol,
  name,
  means: line
    .describe('With these answers: what the protocol stands for, such as services of a vendor.')
    .exactOptional(),
  score: points,
  margin: z.number().nullable().describe('Points ahead of the second; null: it is the only feasible one.'),
  runnerUp: id.nullable().describe('Id of the second in the ranking; null: it is the only feasible one.'),
  confidence: confidenceForm.exactOptional(),
  acceptability: share.describe('Share (0 to 1) of the draws of weights in which it is first.').exactOptional(),
  needs: z
    .array(open({ id: id.describe('Id of the need.'), says: line.describe('What it is.') }))
    .describe('What has to be run or arranged in addition.'),
  because: z.array(line).describe('The sentences of the rules that speak most for it; the strongest first.'),
}).meta({ id: 'recommendation', description: 'The protocol to use.' });

export const combinationForm = z
  .array(
    open({
      leg: line.describe('The part of the way, such as "to browsers".'),
      protocol,
      name,
      why: line.describe('Why another protocol suits it.'),
    }),
  )
  .describe('Other protocols that it usually works with.');

export const presetForm = open({ id: id.describe('Id of the preset.'), title: line.describe('Its title.') }).describe(
  'The preset that the answers come from; other answers may override its own.',
);

/** `recommend` adds `snippet`, `command` and `argv`; `batch` only `command`, the library none. */
export const savedDecisionForm = open({
  schemaVersion: schemaVersionForm,
  tool: toolForm,
  answers: z
    .record(z.string(), answerForm)
    .describe('By question id: what was answered. An absent question is unknown, which is not "no".'),
  overrides: open({
    weight: z.record(z.string(), z.number()).describe('Criterion id to weight: --weight.').exactOptional(),
    must: z.record(z.string(), gradeForm).describe('Criterion id to lowest grade: --must.').exactOptional(),
  })
    .describe('What overrides the questionnaire.')
    .exactOptional(),
  preset: presetForm.exactOptional(),
  unknown: z.array(id).describe('Ids of the questions that bear on the decision, apply, and are not answered.'),
  outcome: z.enum(['recommended', 'tie', 'none-feasible']).describe('How it ended.'),
  recommendation: recommendationForm
    .nullable()
    .describe('null when no protocol is feasible; of a tie, the first by id.'),
  hinges: z
    .array(hingeForm)
    .describe('Open questions whose likely answers would change the first place; the most likely first.'),
  precedents: z
    .array(precedentForm)
    .describe('The most similar published decisions: at most three, none that is too different.'),
  ranking: z.array(rankedForm).describe('Feasible protocols, best first.'),
  excluded: z.array(excludedForm).describe('Protocols that miss a minimum.'),
  relaxations: z.array(relaxationForm).describe('When none is feasible: what would bring one back.').exactOptional(),
  warnings: z.array(warningForm).describe('Mistakes to avoid, gravest first.'),
  flips: z.array(flipForm).describe('Single answers that would change the first place.').exactOptional(),
  stability: z.array(stabilityForm).describe('How far each weight may move.').exactOptional(),
  robustness: open({
    samples: z.int().min(1).describe('Number of draws.'),
    seed: z.int().min(0).describe('The same seed gives the same draws.'),
    standardError: z.number().min(0).describe('Upper bound of the standard error of the shares, 0 to 0.5.'),
  })
    .describe('How the shares were drawn; absent: they were not.')
    .exactOptional(),
  beyond: z
    .array(open({ protocol, name, score: points }))
    .describe('Extended protocols, not ranked here, that score more than the first; best first.'),
  combination: combinationForm.exactOptional(),
  snippet: snippetForm.exactOptional(),
  command: z.string().describe('The command line that gives this decision again.').exactOptional(),
  argv: z
    .array(z.string())
    .describe('The words of `command` without the quotes of the shell, to start it from a program.')
    .exactOptional(),
});

/** The name of a top-level field. */
export type KnownField = keyof Known<z.output<typeof savedDecisionForm>>;
