import { decideSystem } from '../../../core/system/decide-system.ts';
import type { System } from '../../../core/system/system.ts';
import { systemCommand } from '../../../phrases/commands.ts';
import { closeLegsInWords } from '../../../phrases/system.ts';
import type { SystemAdvice } from '../../../report/system/advice.ts';
import { SYSTEM_FORMATS } from '../../../report/system/formats.ts';
import { shellLine } from '../../../text/shell.ts';
import { type Context, noticeOf, printed, type Result, reportContext } from '../../context.ts';
import { Failure, usageFailure } from '../../errors.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { refuseOverInput } from '../../input/over-input.ts';
import type { Options } from '../../options/options.ts';
import { readSystemFile } from './read-file.ts';

type SystemContext = Pick<Context, 'io' | 'rules' | 'rulesDirs' | 'isProjectIgnored'>;
type SystemOptions = Options<'system'>;

/** `wirewise system FILE`: decides several channels of one system, alone and together. */
export async function system(
  context: SystemContext,
  [file]: readonly string[],
  options: SystemOptions,
): Promise<Result> {
  if (options.new) {
    if (file !== undefined) throw usageFailure([`Unexpected ${file}: --new writes a file. Name it after --output.`]);
    const { writeNew } = await import('./new-system.ts');
    return writeNew(context, options);
  }
  if (file === undefined) {
    throw usageFailure(['Missing the file of the system. "wirewise system --new" writes an example.']);
  }
  refuseOverInput([file], options.output, context.io);
  const { system: read } = await readSystemFile(context.rules, file, context.io);
  return present(context, adviseSystem(context, file, read, options), options);
}

function adviseSystem(context: SystemContext, file: string, read: System, options: SystemOptions): SystemAdvice {
  const { prefer, core } = options;
  const { rulesDirs, isProjectIgnored } = context;
  const asked = prefer === 'balanced' ? undefined : prefer;
  const argv = systemCommand(file, { prefer: asked, core, rulesDirs, isProjectIgnored });
  return { ...decideSystem(context.rules, read, { prefer, core }), command: shellLine(argv), argv };
}

/** Renders the advice in the format of the options. The exit code says whether every leg has a protocol. */
async function present(context: SystemContext, advice: SystemAdvice, options: SystemOptions): Promise<Result> {
  const exitCode = advice.outcome === 'recommended' ? EXIT.ok : EXIT.notFeasible;
  if (options.quiet && options.format === undefined) return brief(context, advice, options, exitCode);
  const format = SYSTEM_FORMATS[options.format ?? 'text'];
  if (!format) throw new TypeError('Every format that is allowed has its entry.');
  const { output, force, quiet, title } = options;
  if (title !== undefined && (format.isPainted || !format.isTitled))
    throw usageFailure(['Expected --format markdown or adr with --title.']);
  if (format.isPainted) {
    const text = (await format.load()).render(advice, await reportContext(context, options));
    return { documents: [{ text, path: output, notice: noticeOf(options) }], exitCode };
  }
  const { render, fileName } = await format.load();
  const day = fileName && (await import('../../output/today.ts')).today(context.io);
  const view = {
    rules: context.rules,
    ...(title !== undefined && { title }),
    ...(day !== undefined && { today: day }),
  };
  const text = render(advice, view);
  if (typeof text !== 'string')
    throw new Failure(exitCode === EXIT.ok ? EXIT.usage : exitCode, `error: ${text.problem}`);
  const numbered = fileName && { name: fileName(advice, view), force, quiet };
  return { documents: [{ text, path: output, notice: noticeOf(options), ...(numbered && { numbered }) }], exitCode };
}

/** `--quiet`: a line for each leg with its name and the id of its protocol. */
function brief({ io }: SystemContext, advice: SystemAdvice, options: SystemOptions, exitCode: ExitCode): Result {
  const doubt = closeLegsInWords(advice);
  if (doubt !== '') io.stderr.write(`note: ${doubt}\n`);
  const lines = advice.legs.map(({ name, protocol }) => `${name}: ${protocol ?? 'none'}\n`);
  return printed(lines.join(''), options, exitCode);
}
