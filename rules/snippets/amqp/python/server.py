"""AMQP 0-9-1 publisher: keeps messages in order until they are confirmed and in
a queue, reconnects. Receivers may see a message twice."""
import datetime
import os
import random
import signal
import sys
import threading
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
OUTBOX_LIMIT = 1000  # messages
RETRY_SECONDS = 5
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds
REFUSALS = (pika.exceptions.UnroutableError, pika.exceptions.NackError)

outbox = deque()


def publish(body):
    """Returns whether there was room for it."""
    if len(outbox) >= OUTBOX_LIMIT:
        return False
    outbox.append(body)
    return True


def flush(connection, channel):
    """One after the other, which keeps their order."""
    while outbox:
        try:
            channel.basic_publish(
                EXCHANGE, TOPIC, outbox[0], PERSISTENT, mandatory=True)
            outbox.popleft()
            print(f'confirmed {TOPIC}', flush=True)
        except REFUSALS as error:
            unroutable = isinstance(error, pika.exceptions.UnroutableError)
            why = f'no queue takes {TOPIC}' if unroutable else 'refused'
            print(f'not delivered, trying again: {why}', flush=True)
            return connection.sleep(RETRY_SECONDS)


def serve(connection):
    connection.add_on_connection_blocked_callback(
        lambda *_: print('blocked by the broker', flush=True))
    channel = connection.channel()
    channel.confirm_delivery()  # publishing waits for the broker's word
    channel.exchange_declare(EXCHANGE, 'topic', durable=True)
    print('connected', flush=True)
    while True:
        try:
            text = datetime.datetime.now().isoformat()  # your code here
            if not publish(text.encode()):
                print('dropped: too many wait', flush=True)
        except Exception as error:  # the next turn tries again
            print(f'error: {error!r}', flush=True)
        flush(connection, channel)
        connection.sleep(1)  # unlike time.sleep it answers heartbeats


def stop(*_):
    print(f'{len(outbox)} messages not confirmed', flush=True)
    limit = threading.Timer(1.5, os._exit, [0])  # the broker may not answer
    limit.daemon = True
    limit.start()
    sys.exit()


for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, stop)
pause = FIRST_PAUSE
while True:
    started = time.monotonic()
    try:
        with pika.BlockingConnection(URL) as connection:
            serve(connection)
    except (pika.exceptions.AMQPError, OSError) as error:
        print(f'error: {error!r}', flush=True)
    if time.monotonic() - started > LAST_PAUSE:  # it lasted
        pause = FIRST_PAUSE
    # Jitter, so that not all clients come back at once.
    time.sleep(pause * random.uniform(0.5, 1))
    pause = min(LAST_PAUSE, pause * 2)
