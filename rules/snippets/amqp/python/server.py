"""AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded
while it is away, reconnects."""
import datetime
import os
import random
import time
from collections import deque

import pika

URL = pika.URLParameters('{{endpoint}}')
URL.heartbeat = 30  # seconds
URL.blocked_connection_timeout = 60
if 'AMQP_USERNAME' in os.environ:  # secrets come from the environment
    URL.credentials = pika.PlainCredentials(
        os.environ['AMQP_USERNAME'], os.environ.get('AMQP_PASSWORD', ''))
EXCHANGE = '{{exchange}}'
TOPIC = '{{topic}}'
PERSISTENT = pika.BasicProperties(delivery_mode=2)

waiting = deque(maxlen=1000)  # messages; the oldest go first


def flush(channel):
    """A message leaves the queue once the broker has it, so receivers may see
    one twice."""
    while waiting:
        body = waiting[0].encode()
        try:
            channel.basic_publish(
                EXCHANGE, TOPIC, body, PERSISTENT, mandatory=True)
            print(f'confirmed {TOPIC}', flush=True)
        except pika.exceptions.UnroutableError:
            print(f'no queue takes {TOPIC}', flush=True)
        waiting.popleft()


def serve():
    with pika.BlockingConnection(URL) as connection:
        channel = connection.channel()
        channel.confirm_delivery()  # publishing waits for the broker's word
        channel.exchange_declare(EXCHANGE, 'topic', durable=True)
        print('connected', flush=True)
        while True:
            waiting.append(datetime.datetime.now().isoformat())  # your code
            flush(channel)
            connection.sleep(1)  # unlike time.sleep it answers heartbeats


failures = 0
while True:
    started = time.monotonic()
    try:
        serve()
    except (pika.exceptions.AMQPError, OSError) as error:
        print(f'error: {error!r}', flush=True)
    failures = 0 if time.monotonic() - started > 60 else failures + 1
    # Jitter, so that not all clients come back at once.
    time.sleep(min(30, 2**failures / 2) * random.uniform(0.5, 1))
