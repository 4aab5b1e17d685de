/** RabbitMQ as a STOMP broker. */
import type { RabbitMq } from '../../servers.ts';
import type { Language } from '../tools/launch.ts';

export const STOMP_PLUGINS = ['rabbitmq_stomp', 'rabbitmq_web_stomp'] as const;

/** The library for Node speaks over WebSocket, the others over TCP. */
export function stompEndpoint(language: Language, { tcpPort, wsPort }: RabbitMq['stomp']): string {
  return language === 'typescript' ? `ws://127.0.0.1:${wsPort}/ws` : `stomp://127.0.0.1:${tcpPort}`;
}
