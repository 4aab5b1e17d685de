"""AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded while it is away, reconnects."""
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
    """Takes a message; it leaves the queue once the broker has it, so receivers may see one twice."""
    waiting.append(body)


def flush(channel):
    properties = pika.BasicProperties(delivery_mode=2)  # persistent
    while waiting:
        try:
            channel.basic_publish(EXCHANGE, TOPIC, waiting[0].encode(), properties, mandatory=True)
            print(f'confirmed {TOPIC}', flush=True)
        except pika.exceptions.UnroutableError:
            print(f'no queue takes {TOPIC}', flush=True)
        waiting.popleft()


def serve():
    parameters = pika.URLParameters(ENDPOINT)
    parameters.heartbeat = 30  # seconds
    parameters.blocked_connection_timeout = 60
    if os.environ.get('AMQP_USERNAME'):  # secrets come from the environment, never from the source
        password = os.environ.get('AMQP_PASSWORD', '')
        parameters.credentials = pika.PlainCredentials(os.environ['AMQP_USERNAME'], password)
    connection = pika.BlockingConnection(parameters)
    try:
        channel = connection.channel()
        channel.confirm_delivery()  # publishing waits for the broker's word
        channel.exchange_declare(EXCHANGE, 'topic', durable=True)
        print('connected', flush=True)
        while True:
            publish(datetime.datetime.now().isoformat())  # your code here
            flush(channel)
            connection.sleep(1)  # not time.sleep: this one answers heartbeats
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
        time.sleep(min(30, 2**failures / 2) * (0.5 + random.random() / 2))  # jitter: not all clients at once


if __name__ == '__main__':
    main()
