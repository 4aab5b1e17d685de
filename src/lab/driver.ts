import type { CleanUp } from './clean-up.ts';
import type { UdpPath } from './loopback.ts';
import type { Direction } from './measurement.ts';

/** What a driver is given to work with. */
export interface Bench {
  /** The port on which a server of the driver is reached with every byte counted. */
  readonly route: (port: number) => Promise<number>;
  readonly routeUdp: () => Promise<UdpPath>;
  /** To be called the moment the other end has a message. */
  readonly arrived: (payload: string) => void;
  readonly cleanUp: CleanUp;
  /** Request headers beside those of the client library. */
  readonly headers: Readonly<Record<string, string>>;
  /** The user's folder, where optional packages are looked for. */
  readonly cwd: string;
}

/** A connected pair of server and client. */
export interface Exchange {
  /** Sends one message of printable ASCII; resolves once the exchange is over, the answer included. */
  readonly send: (direction: Direction, payload: string) => Promise<void>;
  /** One sign of life and its answer, or one empty poll; absent where the protocol gives its own, unasked. */
  readonly beat?: () => Promise<void>;
}

/** Starts server and client, and registers how each is stopped before it can fail. */
export type Driver = (bench: Bench) => Promise<Exchange>;

/** What a driver rejects with when a package of the user's project is needed and not there. */
export class PackageMissing extends Error {
  constructor(says: string) {
    super(says);
    this.name = 'PackageMissing';
  }
}

/** By its name, because each part of the built program has its own copy of the class. */
export function isPackageMissing(error: unknown): error is PackageMissing {
  return error instanceof Error && error.name === 'PackageMissing';
}
