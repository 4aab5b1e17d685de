/** Configuration lines with which proxies and load balancers let a protocol through. Plain JSON. */
import type { Proof } from './starter.ts';

/** A place in a configuration for a value from the user, so restricted that nothing needs escaping. */
export interface ProxySlot {
  readonly says: string;
  readonly kind: ProxySlotKind;
  readonly default: string | number;
}

/** `seconds` is a whole number, 1 to 86400; `address` is `host:port`; `path` begins with a slash. */
export type ProxySlotKind = 'seconds' | 'address' | 'path';

/** The mark of a slot in a configuration. Group 1 is its name. */
export const PROXY_MARK = /\{\{([a-z][a-z0-9-]*)\}\}/g;

/** The places in a frame for the lines of its protocols, and for their routes. */
export const PROXY_PIECES = /^ *\{\{pieces\}\}\n/m;
export const PROXY_ROUTES = /^ *\{\{routes\}\}\n/m;

/** The lines for one protocol. */
export interface ProxyLines {
  /** Configuration in the server's language, with comments for the reasons; slots as `{{name}}`. */
  readonly template: string;
  /** Where the lines belong. */
  readonly where: string;
  /** What fails without them. */
  readonly without: string;
  readonly proof: Proof;
  /** What it ran against; absent for `reviewed`. */
  readonly against?: string;
  readonly sources: readonly string[];
  /** Id of the frame of its server around the lines; absent: none. */
  readonly frame?: string;
  /** Its line among those of the frame that say who goes where. */
  readonly route?: string;
  readonly slots: Readonly<Record<string, ProxySlot>>;
}

/** What stands once around the lines of all protocols that need it, such as a block. */
export interface ProxyFrame {
  /** `{{pieces}}` and `{{routes}}`, each on a line of its own, are the lines and routes of the protocols. */
  readonly template: string;
  /** Where it belongs. */
  readonly where: string;
  readonly slots: Readonly<Record<string, ProxySlot>>;
}

/** A reverse proxy or load balancer, and the lines that it needs for each protocol. */
export interface ProxyServer {
  readonly name: string;
  /** Whether the lines of several protocols work together in one configuration. */
  readonly combines: boolean;
  readonly frames: Readonly<Record<string, ProxyFrame>>;
  /** By protocol id. */
  readonly protocols: Readonly<Record<string, ProxyLines>>;
}

/** By server id. */
export type ProxiesData = Readonly<Record<string, ProxyServer>>;

/** The filled lines for one protocol. */
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

/** The lines for several protocols that share a server. */
export interface RenderedProxies {
  readonly server: string;
  readonly name: string;
  /** What belongs to one place, in the order in which the protocols were named. */
  readonly parts: readonly { readonly where: string; readonly text: string }[];
  readonly protocols: readonly Omit<RenderedProxy, 'text' | 'server' | 'name'>[];
}
