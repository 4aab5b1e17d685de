import pika


def receive(channel, method, properties, body):
    print(body.decode(), flush=True)
    channel.basic_ack(method.delivery_tag)


connection = pika.BlockingConnection(pika.URLParameters('{{endpoint}}'))
channel = connection.channel()
channel.queue_declare('{{queue}}', durable=True)
channel.basic_consume('{{queue}}', receive)
channel.start_consuming()
