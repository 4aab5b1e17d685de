"""AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded
while it is away, reconnects."""
import datetime
import os
import random
import time
from collections import deque

import pika

ENDPOINT = '{{endpoint}}'
EXCHANGE = '{{exchange}}'
TOPIC = '{{topic}}'

waiting = deque(maxlen=1000)  # messages; the oldest go first


def publish(body):
    """A message leaves the queue once the broker has it, so receivers may see
    one twice."""
    waiting.append(body)


def flush(channel):
    options = {
        'properties': pika.BasicProperties(delivery_mode=2),  # persistent
        'mandatory': True,
    }
    while waiting:
        body = waiting[0].encode()
        try:
            channel.basic_publish(EXCHANGE, TOPIC, body, **options)
            print(f'confirmed {TOPIC}', flush=True)
        except pika.exceptions.UnroutableError:
            print(f'no queue takes {TOPIC}', flush=True)
        waiting.popleft()


def serve():
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
        channel.confirm_delivery()  # publishing waits for the broker's word
        channel.exchange_declare(EXCHANGE, 'topic', durable=True)
        print('connected', flush=True)
        while True:
            publish(datetime.datetime.now().isoformat())  # your code here
            flush(channel)
            connection.sleep(1)  # unlike time.sleep it answers heartbeats
    finally:
        if connection.is_open:
            connection.close()


def main():
    failures = 0
    while True:
        started = time.monotonic()
        try:
            serve()
        except pika.exceptions.AMQPError as error:
            print(f'error: {error!r}', flush=True)
        failures = 0 if time.monotonic() - started > 60 else failures + 1
        # Jitter, so that not all clients come back at once.
        time.sleep(min(30, 2**failures / 2) * random.uniform(0.5, 1))


if __name__ == '__main__':
    main()
