// Early Hints client: asks for a page as a browser does, prints which hints
// come, and how long before the answer. Run it against a site to see whether
// its proxies pass hints on. It speaks HTTP/2 with https, HTTP/1.1 with http.
import { get, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:http2';

const ENDPOINT = new URL('{{endpoint}}');
const TIMEOUT_MS = '{{timeout}}' * 1000;
const MAX_HINTS = 20; // answers with status 103

const hinted: string[] = [];
let hints = 0;
let hintedAtMs = 0;

function linksOf({ link = [] }: IncomingHttpHeaders): string[] {
  // A comma parts links, but not within the brackets of an address.
  const values = Array.isArray(link) ? link : [link];
  return values.flatMap((value) => value.split(/,\s*(?=<)/));
}

function takeHint(head: IncomingHttpHeaders): void {
  if (++hints > MAX_HINTS) end(1, 'error: hints without end');
  hintedAtMs ||= performance.now();
  for (const link of linksOf(head)) {
    hinted.push(link);
    console.log(`hint: ${link}`); // your code here
  }
}

function takeAnswer(status: number, head: IncomingHttpHeaders): void {
  console.log(`answered: ${status}`);
  if (status !== 200) end(1, 'error: no page');
  if (hinted.length === 0) end(1, 'error: no hints');
  const aheadMs = Math.round(performance.now() - hintedAtMs);
  console.log(`hints came ${aheadMs} ms before the answer`);
  const repeated = new Set(linksOf(head));
  for (const link of hinted)
    if (!repeated.has(link)) console.log(`not in the answer: ${link}`);
  end(0, 'done');
}

function end(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}

const fail = (error: Error) => end(1, `error: ${error.message}`);
const headers: Record<string, string> = {
  accept: 'text/html',
  'sec-fetch-mode': 'navigate', // servers send hints to browsers alone
};
const token = process.env.TOKEN; // secrets come from the environment
if (token) headers.authorization = `Bearer ${token}`;

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
setTimeout(() => end(1, 'error: no answer in time'), TIMEOUT_MS);
if (ENDPOINT.protocol === 'https:') {
  const session = connect(ENDPOINT).on('error', fail);
  const path = ENDPOINT.pathname + ENDPOINT.search;
  const request = session.request({ ...headers, ':path': path });
  request.on('headers', takeHint).on('error', fail);
  request.on('response', (head) => takeAnswer(head[':status'] ?? 0, head));
} else {
  const request = get(ENDPOINT, { headers }).on('error', fail);
  request.on('information', (information) => {
    if (information.statusCode === 103) takeHint(information.headers);
  });
  request.on('response', (response) =>
    takeAnswer(response.statusCode ?? 0, response.headers),
  );
}
