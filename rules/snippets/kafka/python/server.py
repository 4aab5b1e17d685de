"""Kafka producer: keeps messages until all replicas have them, in order for
each key, and without duplicates of its own; the library reconnects."""
import datetime
import os
import signal
import sys
import threading

from confluent_kafka import Producer

BROKERS = '{{endpoint}}'  # some of them: the rest is found
TOPIC = '{{topic}}'
KEY = b'order-1'  # yours: what has one key stays in order
CONNECTION = {
    'bootstrap.servers': BROKERS,
    'reconnect.backoff.ms': 500,  # the library doubles it, with jitter
    'reconnect.backoff.max.ms': 30_000,
    'error_cb': lambda error: print(f'error: {error}', flush=True),
}
if 'KAFKA_USERNAME' in os.environ:  # secrets come from the environment
    CONNECTION |= {
        'security.protocol': 'sasl_ssl',  # the certificate is checked
        'sasl.mechanism': 'SCRAM-SHA-512',
        'sasl.username': os.environ['KAFKA_USERNAME'],
        'sasl.password': os.environ.get('KAFKA_PASSWORD', ''),
    }
producer = Producer({
    **CONNECTION,
    'enable.idempotence': True,  # all replicas, in order, once
    'queue.buffering.max.messages': 1000,  # then publish says no
    'message.timeout.ms': 0,  # it waits for the broker as long as it takes
})


def delivered(error, message):
    if error is None:
        print(f'stored in {message.topic()}', flush=True)
    else:  # no broker will take it, such as one that is too large
        print(f'not stored: {error}', flush=True)


def publish(key, value):
    """Returns whether there was room for it."""
    try:
        producer.produce(TOPIC, value, key, on_delivery=delivered)
        return True
    except BufferError:
        return False


def stop(*_):
    limit = threading.Timer(1.2, os._exit, [0])  # the broker may not answer
    limit.daemon = True
    limit.start()
    sys.exit()


for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, stop)
try:
    while True:
        try:
            text = datetime.datetime.now().isoformat()  # your code here
            if not publish(KEY, text.encode()):
                print('dropped: too many wait', flush=True)
        except Exception as error:  # the next turn tries again
            print(f'error: {error!r}', flush=True)
        producer.poll(1)  # runs the callbacks
finally:
    print(f'{producer.flush(0.8)} not stored', flush=True)
