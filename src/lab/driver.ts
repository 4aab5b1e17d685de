import type { CleanUp } from './clean-up.ts';
import type { UdpPath } from './loopback.ts';
import type { Direction } from './measurement.ts';

/** What a driver works with. */
export interface Bench {
  /** Starts a proxy that counts every byte for a server of the driver; resolves to the proxy's port. */
  readonly route: (port: number) => Promise<number>;
  readonly routeUdp: () => Promise<UdpPath>;
  /** Called by the driver as soon as the other end has a message. */
  readonly arrived: (payload: string) => void;
  readonly cleanUp: CleanUp;
  /** Request headers in addition to those of the client library. */
  readonly headers: Readonly<Record<string, string>>;
  /** The user's folder, in which optional packages are searched. */
  readonly cwd: string;
}

/** A connected pair of server and client. */
export interface Exchange {
  /** Sends one message of printable ASCII; resolves after the response, if there is one. */
  readonly send: (direction: Direction, payload: string) => Promise<void>;
  /** Sends one keep-alive and waits for its response, or one empty poll. Absent if the protocol sends them by itself. */
  readonly beat?: () => Promise<void>;
}

/** Starts server and client, and registers a clean-up for each before it can fail. */
export type Driver = (bench: Bench) => Promise<Exchange>;

/** Thrown by a driver that needs a package which the user's project does not have. */
export class PackageMissing extends Error {
  constructor(says: string) {
    super(says);
    this.name = 'PackageMissing';
  }
}

/** Compares names, because each bundle of the program has its own copy of the class. */
export function isPackageMissing(error: unknown): error is PackageMissing {
  return error instanceof Error && error.name === 'PackageMissing';
}
