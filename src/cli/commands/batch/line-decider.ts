import { decide } from '../../../core/decide.ts';
import type { RobustnessOptions } from '../../../core/robustness/robustness.ts';
import { decideSystem } from '../../../core/system/decide-system.ts';
import type { System } from '../../../core/system/system.ts';
import type { Label, LineProblem } from '../../../documents/batch-form.ts';
import { labelInJson } from '../../../documents/batch-label-text.ts';
import { batchError, readBatchLine } from '../../../documents/batch-line.ts';
import { pickFields } from '../../../documents/decision-fields.ts';
import { decisionLine, joinedObjects } from '../../../report/decision-line.ts';
import { escaped, safeJsonLine } from '../../../report/safe-json.ts';
import type { Context } from '../../context.ts';
import type { CollectedInput } from '../../input/collected-input.ts';
import { equivalentCommand } from '../../options/equivalent-command.ts';
import { type Options, robustnessOf } from '../../options/options.ts';
import type { Line } from './line-splitter.ts';

type LineOptions = Pick<Options<'batch'>, 'quiet' | 'samples' | 'seed'> & Partial<Pick<Options<'batch'>, 'fields'>>;
type LineContext = Pick<Context, 'rules' | 'rulesDirs' | 'isProjectIgnored'>;

const NO_SAMPLES =
  'Unexpected --samples: robustness belongs to a single decision. Put the lines with "legs" into a run without it.';

/** Turns each line into its JSON: a decision, or the problem with the line. */
export class LineDecider {
  /** Number of lines so far. */
  lines = 0;
  /** Number of lines so far that had a problem. */
  badLines = 0;
  readonly #context: LineContext;
  readonly #defaults: CollectedInput;
  readonly #isQuiet: boolean;
  readonly #robustness: RobustnessOptions | false;
  readonly #fields: readonly string[];

  /** @param defaults for what a line leaves open */
  constructor(context: LineContext, defaults: CollectedInput, options: LineOptions) {
    this.#context = context;
    this.#defaults = defaults;
    this.#isQuiet = options.quiet;
    this.#robustness = this.#isQuiet ? false : robustnessOf(options);
    this.#fields = options.fields ?? [];
  }

  /** One line of JSON, without its newline. */
  decide(line: Line): string {
    this.lines += 1;
    const { rules } = this.#context;
    if ('problem' in line) return this.#bad(line.number, '{}', [{ path: [], message: line.problem }]);
    const { label: given, input, problems, system } = readBatchLine(rules, line.text, this.#defaults);
    const label = escaped(labelInJson(given, line.text));
    if (problems.length > 0) return this.#bad(line.number, label, problems);
    if (system && this.#robustness) return this.#bad(line.number, label, [{ path: ['legs'], message: NO_SAMPLES }]);
    if (system) return this.#decideSystem(system, given, label);
    const { answers, overrides, preset } = input;
    const [{ core }, robustness] = [this.#defaults, this.#robustness];
    const decision = decide(rules, answers, { core, robustness, ...(overrides && { overrides }) });
    if (this.#isQuiet)
      return joinedObjects(label, safeJsonLine({ protocol: decision.recommendation?.protocol ?? null }));
    const command = equivalentCommand(answers, { ...this.#context, overrides, core, robustness });
    const advice = { ...decision, ...(preset && { preset }), command };
    // All of it comes from the rules, whose reader refuses control characters.
    const fields = this.#fields;
    if (fields.length === 0) return decisionLine(advice, label);
    return joinedObjects(label, JSON.stringify(pickFields(advice, fields)));
  }

  /** A decided system, or with `--quiet` the protocol of each leg. Without a command: a line is no file. */
  #decideSystem(system: System, given: Label, label: string): string {
    const decision = decideSystem(this.#context.rules, system, { core: this.#defaults.core });
    if (this.#isQuiet) {
      const protocols = Object.fromEntries(decision.legs.map(({ name, protocol }) => [name, protocol]));
      return joinedObjects(label, safeJsonLine({ protocols }));
    }
    const fields = this.#fields.length > 0 ? pickFields(decision, this.#fields) : decision;
    // The name is a label, too.
    return joinedObjects(label, safeJsonLine(withoutKeys(fields, given)));
  }

  #bad(number: number, label: string, problems: readonly LineProblem[]): string {
    this.badLines += 1;
    return joinedObjects(label, safeJsonLine(batchError(number, problems)));
  }
}

function withoutKeys(fields: object, taken: Label): object {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !Object.hasOwn(taken, key)));
}
