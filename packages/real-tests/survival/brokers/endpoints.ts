/** Where brokers listen for the programs of a language. */
import type { RabbitMq } from '../../servers.ts';
import type { Language } from '../tools/launch.ts';

/** The library for Node, and pages, speak over WebSocket, the others over TCP. */
export function stompEndpoint(language: Language, { tcpPort, wsPort }: RabbitMq['stomp']): string {
  const usesWebSocket = language === 'typescript' || language === 'javascript';
  return usesWebSocket ? `ws://127.0.0.1:${wsPort}/ws` : `stomp://127.0.0.1:${tcpPort}`;
}

/** Pages speak over WebSocket, the others over TCP. */
export function mqttEndpoint(language: Language, { tcpPort, wsPort }: RabbitMq['stomp']): string {
  return language === 'javascript' ? `ws://127.0.0.1:${wsPort}` : `mqtt://127.0.0.1:${tcpPort}`;
}
