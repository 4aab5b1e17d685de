const socket = new WebSocket('{{endpoint}}');
socket.onopen = () => socket.send('hello');
socket.onmessage = ({ data }) => console.log(data);
socket.onclose = ({ code }) => console.log(`closed (${code})`);
