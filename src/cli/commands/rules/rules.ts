import { expectedNames } from '../../../text/did-you-mean.ts';
import type { Action } from '../../context.ts';
import { usageFailure } from '../../errors.ts';

/** What `wirewise rules` can do, in the order of the help. */
const ACTIONS: Readonly<Record<string, () => Promise<Action>>> = {
  validate: async () => (await import('./validate.ts')).validate,
  show: async () => (await import('./show.ts')).show,
  new: async () => (await import('./new.ts')).create,
  test: async () => (await import('./test.ts')).test,
  diff: async () => (await import('./diff.ts')).diff,
};

/** `wirewise rules ACTION …`: work on rule packs. */
export const rulesCommand: Action = async (context, [action = '', ...args], options) => {
  const names = Object.keys(ACTIONS);
  const load = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!load) throw usageFailure([`Unknown action "${action}".${expectedNames(action, names)}`]);
  return (await load())(context, args, options);
};
