import { expectedNames } from '../../../text/did-you-mean.ts';
import type { Result } from '../../context.ts';
import { usageFailure } from '../../errors.ts';
import type { Options } from '../../options/options.ts';
import { diff } from './diff.ts';
import type { RulesContext } from './load-layers.ts';
import { create } from './new.ts';
import { show } from './show.ts';
import { test } from './test.ts';
import { validate } from './validate.ts';

type RulesAction = (context: RulesContext, args: readonly string[], options: Options<'rules'>) => Promise<Result>;

/** The actions of `wirewise rules`, in the order of the help. */
const ACTIONS: Readonly<Record<string, RulesAction>> = { validate, show, new: create, test, diff };

/** `wirewise rules ACTION …`: work on rule packs. */
export async function rulesCommand(
  context: RulesContext,
  [action = '', ...args]: readonly string[],
  options: Options<'rules'>,
): Promise<Result> {
  const names = Object.keys(ACTIONS);
  const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!act) throw usageFailure([`Unknown action "${action}".${expectedNames(action, names)}`]);
  return act(context, args, options);
}
