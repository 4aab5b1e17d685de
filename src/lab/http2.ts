import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2';
import type { Bench } from './driver.ts';
import { LOOPBACK } from './loopback.ts';

/** Opens a session without TLS (prior knowledge), so that only HTTP/2 is counted. */
export async function openSession(port: number, { cleanUp }: Bench): Promise<ClientHttp2Session> {
  const session = connect(`http://${LOOPBACK}:${port}`);
  cleanUp(() => session.destroy());
  await new Promise<void>((resolve, reject) => {
    session.once('remoteSettings', () => resolve());
    session.once('error', reject);
  });
  return session;
}

/** Sends one request and returns the body of the response. */
export function exchange(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    stream.once('error', reject);
    readText(stream).then(resolve, reject);
    if (body !== undefined) stream.end(body);
  });
}

/** The whole content of a stream; ASCII here. */
export async function readText(stream: NodeJS.ReadableStream): Promise<string> {
  stream.setEncoding('latin1');
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}
