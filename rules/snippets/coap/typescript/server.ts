// CoAP server: a resource that clients observe; each gets the newest value, and
// those that do not confirm it are forgotten. This library has no DTLS: use it
// in a network that you trust, or behind a proxy with it.
import { createServer, ObserveWriteStream } from 'coap';

const PORT = '{{port}}';
const PATH = '{{path}}';
const MAX_AGE_SECONDS = 30; // a client asks anew when a value is older
const MAX_OBSERVERS = 1000;

const observers = new Map<string, ObserveWriteStream>();
let value = new Date().toISOString();

function forget(name: string, stream: ObserveWriteStream): void {
  if (observers.get(name) === stream) observers.delete(name);
}

export function publish(next: string): void {
  value = next;
  for (const stream of observers.values()) {
    stream.setOption('Max-Age', MAX_AGE_SECONDS);
    stream.write(value);
  }
}

const server = createServer((request, response) => {
  const refuse = (code: string) => {
    response.code = code;
    response.end();
  };
  if (request.url.split('?')[0] !== PATH) return refuse('4.04');
  if (request.method !== 'GET') return refuse('4.05');
  response.setOption('Max-Age', MAX_AGE_SECONDS);
  if (!(response instanceof ObserveWriteStream)) {
    response.end(value);
    return;
  }
  const { address, port } = request.rsinfo;
  const name = `${address} ${port}`; // asking again replaces the observation
  if (!observers.has(name) && observers.size >= MAX_OBSERVERS)
    return refuse('5.03');
  observers.set(name, response);
  const drop = () => forget(name, response);
  response.on('finish', drop); // it asked to stop
  response.on('error', drop); // it confirmed none for four minutes: gone
  response.write(value);
});

const tick = () => publish(new Date().toISOString()); // your code here
setInterval(tick, 1000).unref();
server.on('error', (error: Error) => console.error(`error: ${error.message}`));
process.once('SIGINT', () => process.exit());
process.once('SIGTERM', () => process.exit()); // clients ask elsewhere, or anew
server.listen(PORT, () => console.error(`listening on ${PORT}`));
