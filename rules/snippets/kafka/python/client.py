"""Kafka consumer in a group: commits what is done, tries again what failed, and
moves it to another topic in the end; the library reconnects. It may see a
message twice: check for that. Order holds within a partition."""
import os
import signal
import threading
import time

from confluent_kafka import Consumer, KafkaException, Producer

BROKERS = '{{endpoint}}'  # some of them: the rest is found
TOPIC = '{{topic}}'
GROUP = '{{group}}'  # processes with one name share the partitions
FAILED = f'{TOPIC}.failed'  # the dead letters: for a person to look at
ATTEMPTS = 5  # over 15 s: the group waits for five minutes
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

consumer = Consumer({
    **CONNECTION,
    'group.id': GROUP,
    'enable.auto.commit': False,
    'auto.offset.reset': 'earliest',  # a new group begins with what is there
    'queued.max.messages.kbytes': 16_384,  # held here, per partition
    'fetch.message.max.bytes': 1_048_576,
})
# It has no end of its own: what failed must not be lost.
producer = Producer({
    **CONNECTION, 'enable.idempotence': True, 'message.timeout.ms': 0})
stopped = threading.Event()


def receive(key, value):
    print(value.decode('utf-8', 'replace'), flush=True)  # your code here


def handle(message):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return receive(message.key(), message.value())
        except Exception as error:  # your errors must not end the consumer
            print(f'failed ({attempt}): {error!r}', flush=True)
            if attempt < ATTEMPTS and stopped.wait(0.5 * 2**attempt):
                raise SystemExit  # not committed: it comes again
    producer.produce(
        FAILED, message.value(), message.key(), headers=message.headers())
    while producer.flush(1) > 0:  # the broker has it there before the commit
        if stopped.is_set():
            raise SystemExit
    print(f'moved to {FAILED}', flush=True)


def stop(*_):
    stopped.set()
    limit = threading.Timer(1.5, os._exit, [0])  # the broker may not answer
    limit.daemon = True
    limit.start()


for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, stop)
consumer.subscribe([TOPIC], on_assign=lambda _, partitions: print(
    f'consuming {len(partitions)} partitions', flush=True))
try:
    while not stopped.is_set():
        message = consumer.poll(0.5)
        if message is None:
            continue
        if message.error():  # such as no topic yet; the library goes on
            print(f'error: {message.error()}', flush=True)
            time.sleep(1)
            continue
        handle(message)
        try:
            consumer.commit(message, asynchronous=False)  # or once for many
        except KafkaException as error:  # another one got the partition
            print(f'not committed, it comes again: {error}', flush=True)
finally:
    consumer.close()  # the others get its partitions at once
