"""AMQP 0-9-1 consumer: durable queue on a topic exchange, manual
acknowledgement, bounded prefetch, reconnects."""
import os
import random
import time

import pika

ENDPOINT = '{{endpoint}}'
EXCHANGE = '{{exchange}}'
TOPIC = '{{topic}}'
QUEUE = '{{queue}}'
PREFETCH = '{{prefetch}}'  # unacknowledged messages held here at once
NO_ACK = '{{no-ack}}'  # True: the broker forgets what it has sent


def receive(topic, body):
    """May see a message twice, after a crash before its acknowledgement:
    check for repeats. What takes over 30 s belongs into a thread."""
    text = body.decode('utf-8', 'replace')
    print(topic, text, flush=True)  # your code here


def settle(channel, method, properties, body):
    try:
        receive(method.routing_key, body)
    except Exception as error:  # your errors must not end the consumer
        print(f'failed: {error!r}', flush=True)
        if not NO_ACK:  # once more, then to the dead letters
            again = not method.redelivered
            channel.basic_nack(method.delivery_tag, requeue=again)
    else:
        if not NO_ACK:
            channel.basic_ack(method.delivery_tag)


def consume():
    parameters = pika.URLParameters(ENDPOINT)
    parameters.heartbeat = 30  # seconds
    parameters.blocked_connection_timeout = 60
    user = os.environ.get('AMQP_USERNAME')  # secrets: from the environment
    if user:
        password = os.environ.get('AMQP_PASSWORD', '')
        parameters.credentials = pika.PlainCredentials(user, password)
    connection = pika.BlockingConnection(parameters)
    try:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=PREFETCH)
        channel.exchange_declare(EXCHANGE, 'topic', durable=True)
        channel.queue_declare(QUEUE, durable=True)
        channel.queue_bind(QUEUE, EXCHANGE, TOPIC)
        channel.basic_consume(QUEUE, settle, auto_ack=NO_ACK)
        print('consuming', flush=True)
        channel.start_consuming()  # ends also when the queue is deleted
    finally:
        if connection.is_open:
            connection.close()


def main():
    failures = 0
    while True:
        started = time.monotonic()
        try:
            consume()
        except pika.exceptions.AMQPError as error:
            print(f'error: {error!r}', flush=True)
        failures = 0 if time.monotonic() - started > 60 else failures + 1
        # Jitter, so that not all clients come back at once.
        time.sleep(min(30, 2**failures / 2) * random.uniform(0.5, 1))


if __name__ == '__main__':
    main()
