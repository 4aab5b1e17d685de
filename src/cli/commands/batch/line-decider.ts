import { decide } from '../../../core/decide.ts';
import type { Input } from '../../../core/overrides.ts';
import type { RobustnessOptions } from '../../../core/robustness/robustness.ts';
import { batchError, readBatchLine } from '../../../documents/batch-line.ts';
import { safeJsonLine } from '../../../report/safe-json.ts';
import type { Context } from '../../context.ts';
import { equivalentCommand } from '../../options/equivalent-command.ts';
import { type Options, robustnessOf } from '../../options/options.ts';
import type { Line } from './line-splitter.ts';

type LineOptions = Pick<Options<'batch'>, 'core' | 'quiet' | 'samples' | 'seed'>;
type LineContext = Pick<Context, 'rules' | 'rulesDirs' | 'isProjectIgnored'>;

/** Turns each line into its JSON: a decision, or the problem with the line. */
export class LineDecider {
  /** Whether any line so far had a problem. */
  hasBadLines = false;
  readonly #context: LineContext;
  readonly #defaults: Input;
  readonly #core: boolean;
  readonly #isQuiet: boolean;
  readonly #robustness: RobustnessOptions | false;

  /** @param defaults for what a line leaves open */
  constructor(context: LineContext, defaults: Input, options: LineOptions) {
    this.#context = context;
    this.#defaults = defaults;
    this.#core = options.core;
    this.#isQuiet = options.quiet;
    this.#robustness = this.#isQuiet ? false : robustnessOf(options, 0);
  }

  /** One line of JSON, without its newline. */
  decide(line: Line): string {
    const { rules, rulesDirs, isProjectIgnored } = this.#context;
    if ('problem' in line) return this.#bad(line.number, {}, [{ path: [], message: line.problem }]);
    const { label, input, problems } = readBatchLine(rules, line.text, this.#defaults);
    if (problems.length > 0) return this.#bad(line.number, label, problems);
    const { answers, overrides } = input;
    const core = this.#core;
    const decision = decide(rules, answers, { core, robustness: this.#robustness, ...(overrides && { overrides }) });
    if (this.#isQuiet) return safeJsonLine({ ...label, protocol: decision.recommendation?.protocol ?? null });
    const command = equivalentCommand(answers, { overrides, core, rulesDirs, isProjectIgnored });
    const json = JSON.stringify({ ...decision, command });
    // The rest comes from the rules, whose reader refuses control characters.
    return 'id' in label || 'name' in label ? `${safeJsonLine(label).slice(0, -1)},${json.slice(1)}` : json;
  }

  #bad(...args: Parameters<typeof batchError>): string {
    this.hasBadLines = true;
    return safeJsonLine(batchError(...args));
  }
}
