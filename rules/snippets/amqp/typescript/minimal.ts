import amqp from 'amqplib';

const connection = await amqp.connect('{{endpoint}}');
const channel = await connection.createChannel();
await channel.assertQueue('{{queue}}', { durable: true });
await channel.prefetch(20);
await channel.consume('{{queue}}', (message) => {
  console.log(message?.content.toString());
  if (message) channel.ack(message);
});
