import type { Condition } from './condition/condition.ts';

/** Anything that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How an AsyncAPI 3 document describes a protocol, as the backend sees it. */
export interface AsyncapiParts {
  readonly server: {
    /** In the words of AsyncAPI, such as `wss`. */
    readonly protocol: string;
    readonly protocolVersion?: string;
    readonly host: string;
    readonly pathname?: string;
    readonly says: string;
  };
  /** The address may hold `{parameter}`. */
  readonly channel: { readonly address: string; readonly says: string };
  /** Each one counts unless its condition surely fails. */
  readonly operations: readonly {
    readonly id: string;
    readonly action: 'send' | 'receive';
    readonly says: string;
    readonly when?: Condition;
  }[];
  /** The first whose condition holds counts; the last has none. `payload` is a JSON Schema. */
  readonly messages: readonly { readonly contentType: string; readonly payload: Json; readonly when?: Condition }[];
  /** Every one whose condition holds counts; later fields go over earlier ones. */
  readonly bindings: readonly {
    /** `operation` means both `send` and `receive`. */
    readonly at: 'server' | 'channel' | 'operation' | 'send' | 'receive' | 'message';
    /** Of the binding, such as `ws`. */
    readonly name: string;
    readonly set: Readonly<Record<string, Json>>;
    readonly when?: Condition;
  }[];
  /** Of the channel, by names that begin with `x-`. */
  readonly extensions: Readonly<Record<string, Json>>;
}
