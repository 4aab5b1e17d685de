/** The results of the lab as plain JSON, and the statistics in them. */

/** `down` goes from server to client, `up` from client to server. */
export type Direction = 'down' | 'up';

/** Bytes of the application layer, TLS and TCP/IP headers not included. */
export interface Traffic {
  readonly up: number;
  readonly down: number;
}

/** Milliseconds from sending a message until the other end has it. */
export interface Latency {
  readonly median: number;
  readonly p95: number;
}

/** Messages in one direction. */
export interface Delivery {
  /** Mean per message, in both directions: a request or an acknowledgement goes the other way. */
  readonly bytes: Traffic;
  readonly latencyMs: Latency;
}

/** The result of one entry of the plan. */
export interface Measured {
  readonly kind: 'measured';
  /** Id of the protocol in the rules. */
  readonly protocol: string;
  readonly label: string;
  /** What was measured, one sentence. */
  readonly how: string;
  /** Until the connection is ready, once. */
  readonly setUp: Traffic;
  readonly down: Delivery;
  readonly up: Delivery;
  /** A minute without messages. */
  readonly idleMinute: Traffic;
  /** How that minute was measured, for readers. */
  readonly idleBasis: string;
  /** Longest wait in ms that was added to the down latency by calculation; absent if none was. */
  readonly waitsMs?: number;
}

/** A measurement that was not made: `absent`: an optional package is missing; `failed`: an error. */
interface NotMeasured {
  readonly kind: 'absent' | 'failed';
  readonly protocol: string;
  readonly label: string;
  /** One sentence: the reason, and what to do. */
  readonly says: string;
}

export type Measurement = Measured | NotMeasured;

/** Printed by `lab --json`, with the version of its schema. */
export interface LabResult {
  /** Messages in each direction. */
  readonly messages: number;
  /** Size of one message. */
  readonly payloadBytes: number;
  readonly measurements: readonly Measurement[];
}

/**
 * The quantile of samples, by linear interpolation between the two nearest (Hyndman & Fan 1996, type 7).
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
 * @param waitsMs longest time that a message waits until a client fetches it, as with polling: waits that spread evenly
 *   over that time are added to the samples. 0: none
 */
export function latencyOf(samples: readonly number[], waitsMs = 0): Latency | undefined {
  const waited = samples.map((sample, at) => sample + (waitsMs * (at + 0.5)) / samples.length);
  const median = quantile(waited, 0.5);
  const p95 = quantile(waited, 0.95);
  return median === undefined || p95 === undefined ? undefined : { median, p95 };
}

/** Both directions divided by `count`, > 0; unrounded. */
export function perPiece({ up, down }: Traffic, count: number): Traffic {
  return { up: up / count, down: down / count };
}
