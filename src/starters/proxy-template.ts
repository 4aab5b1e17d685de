/** The configuration that proxies and load balancers need to pass a protocol. Plain JSON. */
import type { Proof } from './starter.ts';

/** A value in a configuration that the user may set. Its kinds are so narrow that no value needs escaping. */
export interface ProxySlot {
  readonly says: string;
  readonly kind: ProxySlotKind;
  readonly default: string | number;
}

/** `seconds` is a whole number, 1 to 86400; `address` is `host:port`; `path` begins with a slash. */
export type ProxySlotKind = 'seconds' | 'address' | 'path';

/** The mark of a slot in a configuration. Group 1 is its name. */
export const PROXY_MARK = /\{\{([a-z][a-z0-9-]*)\}\}/g;

/** The lines for one protocol. */
export interface ProxyLines {
  /** Configuration in the server's own language, its reasons as comments; slots as `{{name}}`. */
  readonly template: string;
  /** Where the lines belong. */
  readonly where: string;
  /** What users see without these lines. */
  readonly without: string;
  readonly proof: Proof;
  /** The software that it ran with; absent for `reviewed`. */
  readonly against?: string;
  readonly sources: readonly string[];
  readonly slots: Readonly<Record<string, ProxySlot>>;
}

/** A reverse proxy or load balancer, and the lines that it needs for each protocol. */
export interface ProxyServer {
  readonly name: string;
  /** By protocol id. */
  readonly protocols: Readonly<Record<string, ProxyLines>>;
}

/** By server id. */
export type ProxiesData = Readonly<Record<string, ProxyServer>>;

/** The lines for one protocol with their values filled in. */
export interface RenderedProxy {
  readonly protocol: string;
  readonly server: string;
  readonly name: string;
  readonly where: string;
  readonly without: string;
  readonly proof: Proof;
  readonly against?: string;
  readonly sources: readonly string[];
  readonly text: string;
  readonly values: Readonly<Record<string, string | number>>;
}
