// Prints messages of the queue "work".
import { connect } from 'amqplib';

const channel = await (await connect('{{endpoint}}')).createChannel();
await channel.assertQueue('work');
await channel.consume('work', (message) => message && console.log(String(message.content)));
