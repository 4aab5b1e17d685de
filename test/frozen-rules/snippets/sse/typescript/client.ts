// Prints events as they arrive.
import { EventSource } from 'eventsource';

new EventSource('{{endpoint}}').onmessage = ({ data }) => console.log(data);
