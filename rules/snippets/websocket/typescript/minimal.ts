import WebSocket from 'ws';

const socket = new WebSocket('{{endpoint}}');
socket.on('open', () => socket.send('hello'));
socket.on('message', (data) => console.log(String(data)));
socket.on('error', (error) => console.error(error.message));
socket.on('close', (code) => console.error(`closed (${code})`));
