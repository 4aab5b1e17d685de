import mqtt from 'mqtt';

const client = await mqtt.connectAsync('{{endpoint}}');
client.on('message', (topic, body) => console.log(topic, String(body)));
await client.subscribeAsync('{{topic}}', { qos: 1 });
