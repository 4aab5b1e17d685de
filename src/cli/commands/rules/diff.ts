import { decide } from '../../../core/decide.ts';
import type { Overrides } from '../../../core/decision.ts';
import type { Answers, Rules } from '../../../core/model.ts';
import { diffRules } from '../../../core/rules-diff.ts';
import { readAnswers } from '../../../records/read-answers.ts';
import { type ChangedOutcome, type RulesDiffView, renderRulesDiff } from '../../../report/rules-diff.ts';
import { formatDiagnostic } from '../../../rules/diagnostic.ts';
import { Findings } from '../../../rules/findings.ts';
import { parseYaml } from '../../../rules/parse-yaml.ts';
import { Written } from '../../../rules/written.ts';
import { type Action, reportContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { wantsJson } from '../../format.ts';
import type { Io } from '../../io.ts';
import { readInput } from '../../read-input.ts';
import { layRules } from './laid.ts';
import { scenariosOf } from './scenarios.ts';

/** A case that both versions decide: a scenario, or a recorded decision. */
interface Case {
  readonly name: string;
  readonly kind: 'scenario' | 'record';
  readonly answers: Answers;
  readonly overrides?: Overrides | undefined;
  readonly all: boolean;
}

/**
 * `wirewise rules diff A B`: two versions of a pack, each over the rules of this run but the project's: what differs, and which scenarios
 * and recorded decisions come out otherwise. Exit code 1 when one does, whatever else differs.
 */
export const diff: Action = async (context, args, options) => {
  const [a, b, more] = args;
  if (a === undefined || b === undefined || more !== undefined)
    throw usageFailure(['Expected rules diff A B: two folders.']);
  // The project's own pack is mostly what is compared: it must not lie beneath both.
  const beneath = { ...context, sources: context.sources.filter(({ layer }) => layer !== 'project') };
  const [before, after] = [await layRules(beneath, [a]), await layRules(beneath, [b])];
  const [{ builtIn, own: ownBefore }, { own: ownAfter }] = [await scenariosOf(before), await scenariosOf(after)];
  const scenarios = new Map([...builtIn, ...ownBefore, ...ownAfter].map((scenario) => [scenario.id, scenario]));
  const cases: Case[] = [...scenarios.values()].map(({ id, answers, tier }) => ({
    name: id,
    kind: 'scenario',
    answers,
    all: tier === 'all',
  }));
  const files = Array.isArray(options['records']) ? options['records'].map(String) : [];
  for (const file of files) cases.push(await readRecord(file, before.rules, context.io));
  const view: RulesDiffView = {
    a,
    b,
    changes: diffRules(before.rules, after.rules),
    cases: cases.length,
    outcomes: cases.flatMap((one) => compare(one, before.rules, after.rules)),
  };
  const text = wantsJson(options)
    ? `${JSON.stringify(view, null, 2)}\n`
    : renderRulesDiff(view, await reportContext(context, options));
  return { text, exitCode: view.outcomes.length > 0 ? EXIT.notFeasible : EXIT.ok };
};

function compare({ name, kind, answers, overrides, all }: Case, before: Rules, after: Rules): ChangedOutcome[] {
  const settings = { all, robustness: false, ...(overrides && { overrides }) } as const;
  const [from, to] = [before, after].map((rules) => {
    // A version may lack a question of the other: its answer then says nothing.
    const known = Object.entries(answers).filter(([id]) => rules.questions.some((question) => question.id === id));
    return decide(rules, Object.fromEntries(known), settings).recommendation?.protocol ?? null;
  });
  return from === undefined || to === undefined || from === to ? [] : [{ kind, name, from, to }];
}

/** A recorded decision, a saved one, or answers alone: whatever holds answers, at the top or under `answers`. */
async function readRecord(path: string, rules: Rules, io: Io): Promise<Case> {
  const { name, bytes } = await readInput(path, io);
  const findings = new Findings();
  const file = parseYaml(name, bytes, findings);
  const top = file && Written.top(file);
  const answers = top?.child('answers') ?? top;
  const input =
    file &&
    answers &&
    readAnswers(rules, answers.value, (keys, part, message) =>
      findings.add(file.place([...answers.path, ...keys], part), 'wrong-answer', message),
    );
  const problems = findings.sorted().map(formatDiagnostic);
  if (!input || problems.length > 0) throw new Failure(EXIT.usage, problems.join('\n'));
  const chosen = top?.child('decision')?.text();
  // An extended protocol can have been chosen only where all were ranked.
  const all = rules.protocols.some(({ id, tier }) => id === chosen && tier === 'extended');
  return { name: path, kind: 'record', ...input, all };
}
