"""AMQP 0-9-1 consumer: acknowledges by hand, bounded prefetch, reconnects."""
import os
import random
import time

import pika

URL = pika.URLParameters('{{endpoint}}')
URL.heartbeat = 30  # seconds
URL.blocked_connection_timeout = 60
if 'AMQP_USERNAME' in os.environ:  # secrets come from the environment
    URL.credentials = pika.PlainCredentials(
        os.environ['AMQP_USERNAME'], os.environ.get('AMQP_PASSWORD', ''))
EXCHANGE = '{{exchange}}'
TOPIC = '{{topic}}'
QUEUE = '{{queue}}'
PREFETCH = '{{prefetch}}'  # unacknowledged messages held here at once
NO_ACK = '{{no-ack}}'  # True: the broker forgets what it has sent


def receive(topic, body):
    """May see a message twice, after a crash before its acknowledgement:
    check for repeats. What takes over 30 s belongs into a thread."""
    print(topic, body.decode('utf-8', 'replace'), flush=True)  # your code here


def settle(channel, method, properties, body):
    try:
        receive(method.routing_key, body)
        if not NO_ACK:
            channel.basic_ack(method.delivery_tag)
    except Exception as error:  # your errors must not end the consumer
        print(f'failed: {error!r}', flush=True)
        if not NO_ACK:  # once more, then to the dead letters
            again = not method.redelivered
            channel.basic_nack(method.delivery_tag, requeue=again)


def consume():
    with pika.BlockingConnection(URL) as connection:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=PREFETCH)
        channel.exchange_declare(EXCHANGE, 'topic', durable=True)
        channel.queue_declare(QUEUE, durable=True)
        channel.queue_bind(QUEUE, EXCHANGE, TOPIC)
        channel.basic_consume(QUEUE, settle, auto_ack=NO_ACK)
        print('consuming', flush=True)
        channel.start_consuming()  # ends also when the queue is deleted


failures = 0
while True:
    started = time.monotonic()
    try:
        consume()
    except (pika.exceptions.AMQPError, OSError) as error:
        print(f'error: {error!r}', flush=True)
    failures = 0 if time.monotonic() - started > 60 else failures + 1
    # Jitter, so that not all clients come back at once.
    time.sleep(min(30, 2**failures / 2) * random.uniform(0.5, 1))
