// Sends every message back.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: '{{port}}' });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
