// Prints what is published under a topic.
import mqtt from 'mqtt';

const client = mqtt.connect('{{endpoint}}');
client.on('connect', () => client.subscribe('{{topic}}', { qos: '{{qos}}' }));
client.on('message', (topic, payload) => console.log(topic, String(payload)));
