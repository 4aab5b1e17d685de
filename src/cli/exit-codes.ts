/** Every exit code of the program. Scripts rely on them. */
export const EXIT = {
  ok: 0,
  notFeasible: 1,
  usage: 2,
  badRules: 3,
  bug: 70,
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code means, in ascending order. */
export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.ok, 'advice given, check holds'],
  [EXIT.notFeasible, 'no protocol is feasible, a check fails, or a line of a batch is bad'],
  [EXIT.usage, 'bad usage or answers'],
  [EXIT.badRules, 'rule files are invalid'],
  [EXIT.bug, 'internal error'],
  [EXIT.cancelled, 'cancelled'],
];
