import { safeJson } from '../../../report/safe-json.ts';
import { renderStarter, type StarterProblem, type StarterRequest } from '../../../starters/render.ts';
import type { RenderedStarter } from '../../../starters/starter.ts';
import { type Context, printed, type Result } from '../../context.ts';
import { type Failure, usageFailure } from '../../errors.ts';
import { collectInput } from '../../input/answers.ts';
import type { Options } from '../../options/options.ts';
import { uninterrupted } from '../../output/signals.ts';
import { chooseLanguage } from './choose-language.ts';
import { packsFrom } from './packs-from.ts';

type SnippetContext = Pick<Context, 'io' | 'rules' | 'starters' | 'sources' | 'isProjectIgnored'>;
type SnippetOptions = Options<'snippet'>;

/** `wirewise snippet PROTOCOL`: prints the starter, or writes a project with it to the folder of `--out`. */
export async function snippet(
  context: SnippetContext,
  args: readonly string[],
  options: SnippetOptions,
): Promise<Result> {
  const { rules, starters, io } = context;
  const { role, variant, set, minimal } = options;
  const { answers } = await collectInput(rules, options, io);
  const protocol = args[0] ?? '';
  const product = variant === undefined ? {} : { variant };
  const language =
    chooseLanguage(rules, starters, { protocol, ...product, role, answers, cwd: io.cwd })?.language ?? '';
  const request = { protocol, language, ...product, role, answers, set, isMinimal: minimal };
  const dir = readTarget(options);
  if (dir !== undefined) return printed(await writeOut(context, request, dir, options), options);
  const rendered = renderStarter(starters, request);
  if ('problem' in rendered) throw problemFailure(rendered.problem);
  const text = options.format === 'json' ? safeJson(rendered) : inText(rendered);
  return printed(text, options);
}

function problemFailure({ message }: StarterProblem): Failure {
  return usageFailure(message.split('\n'));
}

/** The folder of `--out`. The flags that depend on it are refused without it. */
function readTarget({ out, force, dryRun }: SnippetOptions): string | undefined {
  if (out !== undefined) return out;
  if (force || dryRun) {
    throw usageFailure([`Expected --out DIR with ${force ? '--force' : '--dry-run'}.`]);
  }
  return undefined;
}

async function writeOut(
  context: SnippetContext,
  request: StarterRequest,
  dir: string,
  { force, dryRun, json }: SnippetOptions,
): Promise<string> {
  const { rules, starters, io } = context;
  const { builtInProjects } = await import('../../../rules/built-in-projects.ts');
  const { buildProject } = await import('../../../starters/project.ts');
  const { describeProject, writeProject } = await import('../../output/project-folder.ts');
  const nameOf = (list: readonly { readonly id: string; readonly name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? id;
  const titles = {
    protocol: nameOf(rules.protocols, request.protocol),
    language: nameOf(rules.languages, request.language),
  };
  const project = buildProject(starters, await builtInProjects(), request, titles, packsFrom(context, dir));
  if ('problem' in project) throw problemFailure(project.problem);
  const { files, starter } = project;
  const target = { cwd: io.cwd, dir, force, dryRun };
  const written = await uninterrupted(() => writeProject(files, target));
  const { protocol, language, variant, role, values } = starter;
  return json
    ? safeJson({ protocol, language, variant, role, values, directory: dir, dryRun, files: written })
    : describeProject(written, dir, dryRun);
}

/** A single file unchanged, so that it can be piped into a file; several files with a heading each. */
function inText({ files }: RenderedStarter): string {
  const [only, ...others] = files;
  if (only && others.length === 0) return withNewline(only.text);
  return files.map(({ path, text }) => `==> ${path} <==\n${withNewline(text)}`).join('\n');
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
