import type { Json } from '../../core/asyncapi-parts.ts';
import type { Protocol, Rules } from '../../core/model.ts';
import type { LegDecision } from '../../core/system/system.ts';
import { systemVerdict } from '../../phrases/system.ts';
import { ASYNCAPI_VERSION, answersOf, asyncapiText, describeProtocol, whyUndescribed } from '../asyncapi.ts';
import type { SystemAdvice, SystemDocumentReporter } from './advice.ts';

interface ProtocolOfLeg {
  readonly leg: LegDecision;
  readonly protocol: Protocol;
}

/**
 * A draft in AsyncAPI 3.0, as YAML: a server, a channel and the operations of the backend for each leg. Legs whose protocol
 * AsyncAPI cannot describe are named in the description. Refuses where that is true of all, or nothing is feasible.
 */
export const render: SystemDocumentReporter = (advice, { rules }) => {
  const legs = advice.legs.flatMap((leg): ProtocolOfLeg[] => {
    const protocol = rules.protocols.find(({ id }) => id === leg.protocol);
    return protocol ? [{ leg, protocol }] : [];
  });
  if (legs.every(({ protocol }) => !protocol.asyncapi)) {
    const why = legs.map(({ leg, protocol }) => `${leg.name}: ${whyUndescribed(protocol)}`).join(' ');
    return { problem: `No AsyncAPI document: ${why || 'no protocol meets every requirement.'}` };
  }
  return asyncapiText(documentOf(advice, legs, rules));
};

function documentOf(advice: SystemAdvice, legs: readonly ProtocolOfLeg[], rules: Rules): Json {
  const described = legs.flatMap(({ leg, protocol: { asyncapi } }) => {
    if (!asyncapi) return [];
    const names = {
      server: leg.name,
      channel: leg.name,
      message: leg.name,
      payload: leg.name,
      operation: (id: string) => `${leg.name}-${id}`,
    };
    return [describeProtocol(asyncapi, { answers: leg.decision.answers }, names)];
  });
  const merged = <Kind extends 'servers' | 'operations'>(kind: Kind): Json =>
    Object.assign({}, ...described.map((one) => one[kind]));
  return {
    asyncapi: ASYNCAPI_VERSION,
    info: {
      title: advice.name,
      version: '0.1.0',
      description: descriptionOf(advice, legs, rules),
      'x-wirewise': {
        rules: advice.tool.rules.digest,
        legs: Object.fromEntries(
          legs.map(({ leg, protocol }) => [leg.name, { protocol: protocol.id, answers: answersOf(leg.decision) }]),
        ),
      },
    },
    servers: merged('servers'),
    channels: Object.fromEntries(described.flatMap((one) => Object.entries(one.channels).map(onServer))),
    operations: merged('operations'),
    components: {
      messages: Object.assign({}, ...described.map(({ components }) => components.messages)),
      schemas: Object.assign({}, ...described.map(({ components }) => components.schemas)),
    },
  };
}

/** A channel on the server of the same name alone: without this a channel is on all servers. */
function onServer([name, channel]: readonly [string, Json]): [string, Json] {
  const fields = typeof channel === 'object' && channel !== null && !Array.isArray(channel) ? channel : {};
  return [name, { ...fields, servers: [{ $ref: `#/servers/${name}` }] }];
}

function descriptionOf(advice: SystemAdvice, legs: readonly ProtocolOfLeg[], rules: Rules): string {
  const { command, tool } = advice;
  const missing = legs
    .filter(({ protocol }) => !protocol.asyncapi)
    .map(({ leg, protocol }) => `Not described: ${leg.name} (${protocol.name}). ${whyUndescribed(protocol)}`);
  return [
    `A draft by ${tool.name} ${tool.version}. ${systemVerdict(advice, rules)}`,
    ...missing,
    'It is written as your backend sees it: "send" is what the backend sends.',
    'Hosts, addresses and the payloads are examples: replace them.',
    `Reproduce: ${command}`,
  ].join('\n\n');
}
