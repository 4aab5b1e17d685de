import type { Condition } from './condition/condition.ts';

/** A constant of the traffic model, by condition: the first whose condition holds counts. */
export interface ModelConstant {
  /** In the middle of what occurs. */
  readonly bytes: number;
  /** The ends of what occurs; absent: `bytes`. */
  readonly low?: number;
  readonly high?: number;
  readonly when?: Condition;
}

/** How the rules map answers onto the inputs of the polling estimate. Bytes, seconds. */
export interface TrafficModel {
  readonly id: string;
  readonly source: string;
  /** Question ids that hold the inputs. */
  readonly inputs: {
    readonly intervalSeconds: string;
    readonly unchangedBodyBytes: string;
    readonly messagesPerSecond: string;
    readonly payloadBytes: string;
  };
  /** Whether overtaken values need not be sent: then one poll carries at most one message. */
  readonly latestOnly: Condition;
  readonly headerBytes: readonly ModelConstant[];
  /** Of a connection that a poll has to open; absent: 0. */
  readonly setupBytes?: readonly ModelConstant[];
  /** What a message costs that does not fit into one packet; absent: nothing. */
  readonly packets?: Packets;
  readonly pollOverheadBytes: number;
  readonly pushOverheadBytes: number;
  readonly heartbeatSeconds: number;
  readonly heartbeatBytes: number;
  /** By protocol id: what differs where that protocol pushes. */
  readonly pushedBy?: Readonly<Record<string, PushCosts>>;
}

export interface PushCosts {
  readonly pushOverheadBytes: number;
  readonly heartbeatBytes: number;
}

export interface Packets {
  /** Payload of one packet, bytes. */
  readonly payloadBytes: number;
  /** Headers and acknowledgements of each further packet, bytes. */
  readonly furtherBytes: number;
}
