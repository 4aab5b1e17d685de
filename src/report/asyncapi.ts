import { Document, visit } from 'yaml';
import type { AsyncapiParts, Json } from '../core/asyncapi-parts.ts';
import { evaluate, holds } from '../core/condition/evaluate.ts';
import type { Protocol } from '../core/model.ts';
import { headline, runnerUpInWords } from '../phrases/verdict.ts';
import { printable, printableLines } from '../text/printable.ts';
import { yamlQuotes } from '../text/yaml-style.ts';
import type { Advice, Refusal, SelectiveReporter } from './advice.ts';

type Facts = Parameters<typeof holds>[1];
type Part = AsyncapiParts['bindings'][number]['at'];

export const ASYNCAPI_VERSION = '3.0.0';

const CHANNEL = 'messages';
const MESSAGE = 'message';
const PAYLOAD = 'payload';

/**
 * A draft in AsyncAPI 3.0, as YAML: the recommended protocol as a server with its bindings, one channel, and the operations
 * of the backend that the answers do not exclude. Its names are examples. Refuses without a recommendation, and for
 * protocols that AsyncAPI cannot describe.
 */
export const render: SelectiveReporter = (advice, { rules }) => {
  const { recommendation } = advice;
  if (!recommendation) return { problem: 'No AsyncAPI document: no protocol meets every requirement.' };
  const winner = rules.protocols.find(({ id }) => id === recommendation.protocol);
  if (!winner) return { problem: `No AsyncAPI document: the rules do not know ${printable(recommendation.protocol)}.` };
  const { asyncapi } = winner;
  if (!asyncapi) return refuse(winner);
  return asyncapiText(documentOf(advice, winner, asyncapi));
};

/** The document as YAML. */
export function asyncapiText(document: Json): string {
  const written = new Document(document, printableValue, { aliasDuplicateObjects: false });
  visit(written, {
    Scalar: (_key, node) => {
      const quotes = typeof node.value === 'string' ? yamlQuotes(node.value) : undefined;
      if (quotes !== undefined) node.type = quotes;
    },
  });
  // Prettier would fold lines in other places.
  return written.toString({ lineWidth: 0 });
}

/** YAML permits most control characters, and the document may go to a terminal. */
function printableValue(_key: unknown, value: unknown): unknown {
  return typeof value === 'string' ? printableLines(value) : value;
}

function refuse(protocol: Protocol): Refusal {
  return { problem: `No AsyncAPI document for ${protocol.name}. ${whyUndescribed(protocol)}` };
}

/** Why AsyncAPI does not describe a protocol, as a sentence. */
export function whyUndescribed({ withoutAsyncapi }: Protocol): string {
  return withoutAsyncapi ?? 'Its rule file has no "asyncapi" section.';
}

function documentOf(advice: Advice, protocol: Protocol, parts: AsyncapiParts): Json {
  const names: PartNames = {
    server: 'main',
    channel: CHANNEL,
    message: MESSAGE,
    payload: PAYLOAD,
    operation: (id) => id,
  };
  const { contentType, ...described } = describeProtocol(parts, { answers: advice.answers }, names);
  return {
    asyncapi: ASYNCAPI_VERSION,
    info: {
      title: `Messages over ${protocol.name}`,
      version: '0.1.0',
      description: descriptionOf(advice),
      'x-wirewise': { protocol: protocol.id, rules: advice.tool.rules.digest, answers: answersOf(advice) },
    },
    ...(contentType !== undefined && { defaultContentType: contentType }),
    ...described,
  };
}

/** The names that one protocol has in a document. */
export interface PartNames {
  readonly server: string;
  readonly channel: string;
  readonly message: string;
  /** Generators name the type of the payload after it. */
  readonly payload: string;
  readonly operation: (id: string) => string;
}

/** The parts of a document that describe one protocol, each under its name. */
export interface DescribedProtocol {
  readonly contentType?: string;
  readonly servers: Readonly<Record<string, Json>>;
  readonly channels: Readonly<Record<string, Json>>;
  readonly operations: Readonly<Record<string, Json>>;
  readonly components: {
    readonly messages: Readonly<Record<string, Json>>;
    readonly schemas: Readonly<Record<string, Json>>;
  };
}

/** Describes one protocol for these answers; its operations are those that the answers do not exclude. */
export function describeProtocol(parts: AsyncapiParts, facts: Facts, names: PartNames): DescribedProtocol {
  const { says, ...server } = parts.server;
  const message = parts.messages.find(({ when }) => holds(when, facts));
  return {
    ...(message && { contentType: message.contentType }),
    servers: { [names.server]: { ...server, description: says, ...bindingsAt(parts, ['server'], facts) } },
    channels: { [names.channel]: channelOf(parts, facts, names) },
    operations: operationsOf(parts, facts, names),
    components: {
      messages: {
        [names.message]: {
          ...(message && {
            contentType: message.contentType,
            payload: { $ref: `#/components/schemas/${names.payload}` },
          }),
          ...bindingsAt(parts, ['message'], facts),
        },
      },
      schemas: message ? { [names.payload]: message.payload } : {},
    },
  };
}

/** Answers that cannot steer a terminal. */
export function answersOf({ answers }: Pick<Advice, 'answers'>): Json {
  return Object.fromEntries(Object.entries(answers).map(([id, answer]) => [printableLines(id), answer]));
}

function descriptionOf(advice: Advice): string {
  const { command, tool } = advice;
  return [
    `A draft by ${tool.name} ${tool.version}. ${headline(advice)}. ${runnerUpInWords(advice)}`.trimEnd(),
    'It is written as your backend sees it: "send" is what the backend sends.',
    'Hosts, addresses and the payload are examples: replace them.',
    `Reproduce: ${command}`,
  ].join('\n\n');
}

function channelOf(parts: AsyncapiParts, facts: Facts, { message }: PartNames): Json {
  const { address, says } = parts.channel;
  const names = [...address.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  return {
    address,
    description: says,
    ...(names.length > 0 && {
      parameters: Object.fromEntries(names.map((name) => [name, { description: `Which ${name}.` }])),
    }),
    messages: { [message]: { $ref: `#/components/messages/${message}` } },
    ...bindingsAt(parts, ['channel'], facts),
    ...parts.extensions,
  };
}

/** An operation is included unless the answers exclude it. */
function operationsOf(
  parts: AsyncapiParts,
  facts: Facts,
  { channel, message, operation }: PartNames,
): Readonly<Record<string, Json>> {
  const possible = parts.operations.filter(({ when = {} }) => evaluate(when, facts) !== false);
  const entries = possible.map(({ id, action, says }): [string, Json] => [
    operation(id),
    {
      action,
      description: says,
      channel: { $ref: `#/channels/${channel}` },
      messages: [{ $ref: `#/channels/${channel}/messages/${message}` }],
      ...bindingsAt(parts, ['operation', action], facts),
    },
  ]);
  return Object.fromEntries(entries);
}

/** The bindings of one object of the document, as a property to spread; an empty object without bindings. */
function bindingsAt(parts: AsyncapiParts, places: readonly Part[], facts: Facts): { bindings?: Json } {
  const found: Record<string, Readonly<Record<string, Json>>> = {};
  for (const { at, name, set, when } of parts.bindings) {
    if (places.includes(at) && holds(when, facts)) found[name] = { ...found[name], ...set };
  }
  return Object.keys(found).length > 0 ? { bindings: found } : {};
}
