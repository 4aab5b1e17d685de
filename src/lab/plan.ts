import lab from '#lab' with { type: 'json' };

/** One measurement to make. What there is to measure stands in rules/lab.json. */
export interface PlanEntry {
  /** Id of the protocol in the rules; several entries may be ways to use the same one. */
  readonly protocol: string;
  readonly driver: string;
  readonly label: string;
  /** What exactly is measured, one sentence. */
  readonly says: string;
  /** Request headers beside those of the client library. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a message waits at most until it is fetched, ms; 0 where the server sends it by itself. */
  readonly waitsMs: number;
  readonly idle: Idle;
}

/** A minute without messages. */
export interface Idle {
  /** From one sign of life to the next; where the driver has none to give, how long the silence is watched. */
  readonly seconds: number;
  /** How the minute is come by, for people. */
  readonly says: string;
}

/** Everything that the lab can measure, in the order of its table. */
export const PLAN: readonly PlanEntry[] = lab.plan.map((entry) => ({
  ...entry,
  headers: entry.headers === undefined ? {} : lab.headers.browser,
  waitsMs: entry.waitsMs ?? 0,
}));
