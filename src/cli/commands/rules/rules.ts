import { expectedNames } from '../../../text/did-you-mean.ts';
import type { Result } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import type { Options } from '../../options/options.ts';
import type { RulesContext } from './load-layers.ts';

type RulesAction = (context: RulesContext, args: readonly string[], options: Options<'rules'>) => Promise<Result>;

/** The actions of `wirewise rules`, in the order of the help. */
const ACTIONS: Readonly<Record<string, () => Promise<RulesAction>>> = {
  validate: async () => (await import('./validate.ts')).validate,
  show: async () => (await import('./show.ts')).show,
  new: async () => (await import('./new.ts')).create,
  test: async () => (await import('./test.ts')).test,
  diff: async () => (await import('./diff.ts')).diff,
};

/** `wirewise rules ACTION …`: work on rule packs. */
export async function rulesCommand(
  context: RulesContext,
  [action = '', ...args]: readonly string[],
  options: Options<'rules'>,
): Promise<Result> {
  const names = Object.keys(ACTIONS);
  const load = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!load) throw usageFailure([`Unknown action "${action}".${expectedNames(action, names)}`]);
  return (await load())(context, args, options);
}
