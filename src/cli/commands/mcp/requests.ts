import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  isJSONRPCRequest,
  type JSONRPCMessage,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { isMap } from '../../../text/lists.ts';
import { issuesInWords } from './arguments.ts';

const SCHEMAS = new Map<string, z.ZodType>(
  [
    InitializeRequestSchema,
    PingRequestSchema,
    ListToolsRequestSchema,
    CallToolRequestSchema,
    ListResourcesRequestSchema,
    ListResourceTemplatesRequestSchema,
    ReadResourceRequestSchema,
    ListPromptsRequestSchema,
    GetPromptRequestSchema,
    CompleteRequestSchema,
  ].map((schema) => [schema.shape.method.value, schema]),
);

/**
 * What is wrong with the parameters of a request; `undefined`: nothing, or the method is unknown. The SDK would answer
 * with an internal error that holds the issues of zod.
 */
export function paramsProblem(message: JSONRPCMessage): string | undefined {
  if (!isJSONRPCRequest(message)) return undefined;
  const parsed = SCHEMAS.get(message.method)?.safeParse(message);
  return parsed === undefined || parsed.success ? undefined : issuesInWords(parsed.error, message).join(' ');
}

/** A call of a tool, with its arguments as they came: the form of the SDK leaves out a key `__proto__`. */
export const RawCallSchema = z.object({
  method: CallToolRequestSchema.shape.method,
  params: z.looseObject({ name: z.string(), arguments: z.unknown().optional() }),
});

/**
 * The message without the wish for a task. The specification has a server that has no tasks ignore it; the SDK would
 * answer with an internal error.
 */
export function withoutTask(message: unknown): unknown {
  if (!isMap(message) || !isMap(message['params']) || !Object.hasOwn(message['params'], 'task')) return message;
  const { task: _, ...params } = message['params'];
  return { ...message, params };
}
