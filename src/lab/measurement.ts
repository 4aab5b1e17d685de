/** What the lab measures, and the statistics over it. Plain JSON, so that it can be printed and read by other programs. */

/** `down` goes from server to client, `up` from client to server. */
export type Direction = 'down' | 'up';

/** Bytes of the application layer, TLS and TCP/IP headers not included. */
export interface Traffic {
  readonly up: number;
  readonly down: number;
}

/** Milliseconds from handing a message over until the other end has it. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
}

/** Messages in one direction. */
export interface Delivery {
  /** Mean per message; both ways, because a request or an acknowledgement goes against the message. */
  readonly bytes: Traffic;
  readonly latencyMs: Latency;
}

/** One line of the plan that was carried out. */
export interface Measured {
  readonly kind: 'measured';
  /** Id of the protocol in the rules. */
  readonly protocol: string;
  readonly label: string;
  /** What exactly was measured, one sentence. */
  readonly how: string;
  /** From nothing to ready, once. */
  readonly setUp: Traffic;
  readonly down: Delivery;
  readonly up: Delivery;
  /** A minute without messages. */
  readonly idleMinute: Traffic;
  /** How that minute was come by, for people. */
  readonly idleBasis: string;
  /** Of the down latency: the longest wait that was added by calculation, ms; absent where nothing was. */
  readonly waitsMs?: number;
}

/** One that could not be: `absent` lacks a package that the user may add, `failed` went wrong. */
export interface NotMeasured {
  readonly kind: 'absent' | 'failed';
  readonly protocol: string;
  readonly label: string;
  /** One sentence: why, and what helps. */
  readonly says: string;
}

export type Measurement = Measured | NotMeasured;

/** This is what `lab --json` prints, beside the version of its schema. */
export interface LabResult {
  /** In each direction. */
  readonly messages: number;
  /** Of one message, bytes. */
  readonly payloadBytes: number;
  readonly measurements: readonly Measurement[];
}

/**
 * The value below which a share of the samples lies, by linear interpolation between the two nearest (Hyndman & Fan
 * 1996, type 7).
 *
 * @param share 0 (the least) to 1 (the greatest)
 * @returns `undefined` without samples, because 0 would read as "instant"
 */
export function quantile(samples: readonly number[], share: number): number | undefined {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Median and 95th percentile of samples in milliseconds.
 *
 * @param waitsMs what a message waits at most before it is fetched, as with polling. Messages turn up at any moment of
 *   that time, so the samples get waits that spread evenly over it. 0: none
 */
export function latencyOf(samples: readonly number[], waitsMs = 0): Latency | undefined {
  const waited = samples.map((sample, at) => sample + (waitsMs * (at + 0.5)) / samples.length);
  const median = quantile(waited, 0.5);
  const p95 = quantile(waited, 0.95);
  return median === undefined || p95 === undefined ? undefined : { median, p95 };
}

/** Both ways divided by `count`, > 0; unrounded. */
export function perPiece({ up, down }: Traffic, count: number): Traffic {
  return { up: up / count, down: down / count };
}
