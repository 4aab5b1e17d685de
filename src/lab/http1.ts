import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { LOOPBACK } from './loopback.ts';

/** Sends one request and returns the body of the response. */
export function exchange(options: RequestOptions, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': body.length };
    request({ host: LOOPBACK, ...options, headers: { ...options.headers, ...length } })
      .once('response', (response) => readText(response).then(resolve, reject))
      .once('error', reject)
      .end(body);
  });
}

/** The whole body of a request or response; ASCII here. */
export async function readText(message: IncomingMessage): Promise<string> {
  message.setEncoding('latin1');
  let text = '';
  for await (const chunk of message) text += chunk;
  return text;
}
