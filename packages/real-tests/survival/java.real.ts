import { survive } from './survive.ts';

/**
 * The library for MQTT is in no Debian: java.real.ts compiles that starter. Before Java 24 its HTTP/2 client takes every
 * GOAWAY for a failure.
 */
survive('java', ['mqtt', 'http2-push client: goes-away-before-answering']);
