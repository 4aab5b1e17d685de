// Prints what the server sends.
import WebSocket from 'ws';

const socket = new WebSocket('{{endpoint}}');
socket.on('open', () => socket.send('hello', { binary: '{{binary}}' }));
socket.on('message', (data) => console.log(String(data)));
