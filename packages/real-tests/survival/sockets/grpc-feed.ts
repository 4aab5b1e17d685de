/** The service of the gRPC starters, from their own .proto file. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { z } from 'zod';

export interface Event {
  readonly id: number;
  readonly data: string;
}
export interface Request {
  readonly after: number;
}

const PROTO = join(fileURLToPath(new URL('../../../../rules/snippets', import.meta.url)), 'grpc-streaming/typescript');
const isService = (value: unknown): value is ServiceClientConstructor => typeof value === 'function';
export const feed = z
  .object({ starter: z.object({ Feed: z.custom<ServiceClientConstructor>(isService) }) })
  .parse(loadPackageDefinition(loadSync('feed.proto', { includeDirs: [PROTO], longs: Number, defaults: true })))
  .starter.Feed;
export const MEGABYTE = 1_048_576;
