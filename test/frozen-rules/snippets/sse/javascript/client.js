// Shows events as they arrive.
new EventSource('{{endpoint}}').onmessage = ({ data }) => document.body.append(data);
