import lab from '#lab' with { type: 'json' };

/** One measurement to make, from rules/lab.json. */
export interface PlanEntry {
  /** Id of the protocol in the rules; several entries may use the same one. */
  readonly protocol: string;
  readonly driver: string;
  readonly label: string;
  /** What exactly is measured, one sentence. */
  readonly says: string;
  /** Request headers in addition to those of the client library. */
  readonly headers: Readonly<Record<string, string>>;
  /** Longest time in ms that a message waits until a client fetches it; 0 if the server sends it. */
  readonly waitsMs: number;
  readonly idle: Idle;
}

/** A minute without messages. */
export interface Idle {
  /** Interval between keep-alives; without keep-alives, how long the idle connection is watched. */
  readonly seconds: number;
  /** How the minute is measured, for readers. */
  readonly says: string;
}

/** All measurements, in the order of the table. */
export const PLAN: readonly PlanEntry[] = lab.plan.map((entry) => ({
  ...entry,
  headers: entry.headers === undefined ? {} : lab.headers.browser,
  waitsMs: entry.waitsMs ?? 0,
}));
