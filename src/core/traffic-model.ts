import type { Condition } from './condition/condition.ts';

/** A constant of the traffic model, by condition: the first whose condition holds counts. */
export interface ModelConstant {
  readonly bytes: number;
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
  readonly pollOverheadBytes: number;
  readonly pushOverheadBytes: number;
  readonly heartbeatSeconds: number;
  readonly heartbeatBytes: number;
}
