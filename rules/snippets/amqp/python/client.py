"""AMQP 0-9-1 consumer: acknowledges what is done, tries again later what
failed, bounded prefetch, reconnects. It may see a message twice, and those that
failed out of order: check for that."""
import os
import random
import signal
import sys
import threading
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
RETRY = f'{QUEUE}.retry'  # what failed waits here, then comes back
FAILED = f'{QUEUE}.failed'  # the dead letters: for a person to look at
PREFETCH = '{{prefetch}}'  # unacknowledged messages held here at once
NO_ACK = '{{no-ack}}'  # True: the broker forgets what it has sent
ATTEMPTS = 5
BACK = {  # from RETRY to QUEUE
    'x-message-ttl': 5000,  # milliseconds
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': QUEUE,
}
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


def receive(topic, body):
    """What takes over 30 s belongs into a thread."""
    print(topic, body.decode('utf-8', 'replace'), flush=True)  # your code here


def settle(channel, method, properties, body):
    headers = properties.headers or {}
    topic = headers.get('x-topic', method.routing_key)
    try:
        receive(topic, body)
    except Exception as error:  # your errors must not end the consumer
        print(f'failed: {error!r}', flush=True)
        if NO_ACK:
            return
        attempts = int(headers.get('x-attempts', 0)) + 1
        added = {'x-attempts': attempts, 'x-topic': topic}
        properties.headers = {**headers, **added}
        properties.delivery_mode = 2  # persistent
        queue = RETRY if attempts < ATTEMPTS else FAILED
        # Returns once the broker has it there; raises if it does not take it.
        channel.basic_publish('', queue, body, properties, mandatory=True)
        print(f'moved to {queue}', flush=True)
    if not NO_ACK:
        channel.basic_ack(method.delivery_tag)


def consume(connection):
    connection.add_on_connection_blocked_callback(
        lambda *_: print('blocked by the broker', flush=True))
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_qos(prefetch_count=PREFETCH)
    channel.exchange_declare(EXCHANGE, 'topic', durable=True)
    channel.queue_declare(QUEUE, durable=True)
    channel.queue_bind(QUEUE, EXCHANGE, TOPIC)
    channel.queue_declare(RETRY, durable=True, arguments=BACK)
    channel.queue_declare(FAILED, durable=True)
    channel.basic_consume(QUEUE, settle, auto_ack=NO_ACK)
    print('consuming', flush=True)
    channel.start_consuming()  # ends also when the queue is deleted


def stop(*_):
    limit = threading.Timer(1.5, os._exit, [0])  # the broker may not answer
    limit.daemon = True
    limit.start()
    sys.exit()  # the connection is closed; the rest goes back to the queue


for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, stop)
pause = FIRST_PAUSE
while True:
    started = time.monotonic()
    try:
        with pika.BlockingConnection(URL) as connection:
            consume(connection)
    except (pika.exceptions.AMQPError, OSError) as error:
        print(f'error: {error!r}', flush=True)
    if time.monotonic() - started > LAST_PAUSE:  # it lasted
        pause = FIRST_PAUSE
    # Jitter, so that not all clients come back at once.
    time.sleep(pause * random.uniform(0.5, 1))
    pause = min(LAST_PAUSE, pause * 2)
