import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { ISSUES, VERSION } from '../../../core/version.ts';
import { listTools, prepareCalls } from './calls.ts';
import { ProtocolFailure } from './failure.ts';
import { checkPrompt, getPrompt, PROMPTS } from './prompts.ts';
import { RawCallSchema } from './requests.ts';
import { completeResource, listResources, listTemplates, readResource } from './resources.ts';
import type { ToolContext } from './tool.ts';
import { nextQuestion } from './tools/next-question.ts';
import { recommend } from './tools/recommend.ts';
import type { Turns } from './turns.ts';

const INSTRUCTIONS = `wirewise chooses a real-time protocol from requirements, by published rules and without a model: the same answers give the same advice. Do not guess a protocol: call ${recommend.name} with the answers that you know, or ${nextQuestion.name} to interview the user. Leave out what is not known. Quote its reasons and sources. Answers are brief; detail: full gives all figures.`;

/** As many completions as the specification allows. */
const MOST_COMPLETIONS = 100;

/**
 * The server, not yet connected. It is the low-level one of the SDK: the high-level one answers wrong arguments with the
 * words of zod, which do not help an agent to correct a call, and brings two more libraries.
 *
 * @param report takes the stack of a bug
 */
export function createServer(context: ToolContext, turns: Turns, report: (stack: string) => void): Server {
  const { rules } = context;
  const server = new Server(
    { name: 'wirewise', title: 'wirewise', version: VERSION },
    {
      capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
      instructions: INSTRUCTIONS,
      jsonSchemaValidator: { getValidator: noElicitation },
    },
  );
  const call = prepareCalls(context);
  let tools: ReturnType<typeof listTools> | undefined;
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    tools ??= listTools(rules);
    return onePage(params, { tools });
  });
  server.setRequestHandler(RawCallSchema, async ({ params }, { signal }) => {
    await turns.take();
    signal.throwIfAborted();
    return guarded(() => call(params.name, params.arguments), report);
  });
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }) => onePage(params, { resources: listResources() }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, ({ params }) =>
    onePage(params, { resourceTemplates: listTemplates() }),
  );
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => ({
    contents: [readResource(rules, params.uri)],
  }));
  server.setRequestHandler(ListPromptsRequestSchema, ({ params }) => onePage(params, { prompts: [...PROMPTS] }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => getPrompt(params.name, params.arguments));
  server.setRequestHandler(CompleteRequestSchema, ({ params: { ref, argument } }) => {
    if (ref.type === 'ref/prompt') checkPrompt(ref.name, [argument.name]);
    const values = ref.type === 'ref/resource' ? completeResource(rules, ref.uri, argument) : [];
    return { completion: { values: values.slice(0, MOST_COMPLETIONS), total: values.length } };
  });
  return server;
}

/** Every list has one page, so that a cursor can only be wrong. */
function onePage<List extends object>(params: { readonly cursor?: string | undefined } | undefined, list: List): List {
  if (params?.cursor === undefined) return list;
  throw new ProtocolFailure(ErrorCode.InvalidParams, 'Unknown cursor: the list has one page.');
}

/** The SDK validates what a user filled in for a server; this server asks for nothing. */
function noElicitation(): never {
  throw new TypeError('This server asks its client for nothing.');
}

/** An error that is not a failure of the protocol is a bug: the client gets a sentence, stderr the stack. */
function guarded<Value>(run: () => Value, report: (stack: string) => void): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof ProtocolFailure) throw error;
    report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw new ProtocolFailure(
      ErrorCode.InternalError,
      `This is a bug in wirewise ${VERSION}. Please report it: ${ISSUES}`,
    );
  }
}
