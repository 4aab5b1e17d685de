// Sends the time every second.
import { createServer } from 'node:http';

createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  setInterval(() => response.write(`data: ${new Date().toISOString()}\n\n`), 1000);
}).listen('{{port}}');
