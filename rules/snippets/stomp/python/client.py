"""STOMP consumer: acknowledges what is done, tries again later what failed,
bounded prefetch, reconnects. It may see a message twice, and those that failed
out of order: check for that."""
import os
import queue
import random
import signal
import ssl
import sys
import threading
import time
import uuid
from urllib.parse import urlsplit

import stomp

URL = urlsplit('{{endpoint}}')
ADDRESS = (URL.hostname, URL.port or 61613)
QUEUE = '{{queue}}'
PREFETCH = '{{prefetch}}'  # unacknowledged messages held here
RETRY = f'{QUEUE}.retry'  # what failed waits here, then comes back
FAILED = f'{QUEUE}.failed'  # the dead letters: for a person to look at
BACK = {  # from RETRY; STOMP leaves this to the broker: these are RabbitMQ's
    'x-message-ttl': '5000',  # milliseconds
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': QUEUE,
}
ATTEMPTS = 5
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


def receive(body):
    print(body, flush=True)  # your code here


class Listener(stomp.ConnectionListener):
    """Runs in the library's thread; the work is done in the main one."""

    def __init__(self):
        self.inbox = queue.Queue()  # the prefetch bounds it
        self.receipts = queue.Queue()

    def on_message(self, frame):
        self.inbox.put(frame)

    def on_receipt(self, frame):
        self.receipts.put(frame.headers['receipt-id'])

    def on_error(self, frame):
        print(f'error: {frame.headers.get("message")} {frame.body}', flush=True)

    def on_disconnected(self):
        self.inbox.put(None)


def settle(connection, listener, frame):
    headers = frame.headers
    try:
        receive(frame.body)
    except Exception as error:  # your errors must not end the consumer
        print(f'failed: {error!r}', flush=True)
        attempts = int(headers.get('x-attempts', 0)) + 1
        name, extra = (RETRY, BACK) if attempts < ATTEMPTS else (FAILED, {})
        receipt = str(uuid.uuid4())
        connection.send(f'/queue/{name}', frame.body, headers={
            'x-attempts': str(attempts), 'persistent': 'true',
            'receipt': receipt, **extra})
        # The broker has it there before it forgets it here.
        while listener.receipts.get(timeout=10) != receipt:
            pass
        print(f'moved to {name}', flush=True)
    connection.ack(headers['ack'])


def consume(connection):
    listener = Listener()
    connection.set_listener('', listener)
    if URL.scheme == 'stomps':  # without ca_certs nothing would be checked
        trusted = ssl.get_default_verify_paths().cafile
        connection.set_ssl(
            [ADDRESS], ca_certs=trusted or sys.exit('SSL_CERT_FILE is not set'))
    connection.connect(  # secrets come from the environment
        os.environ.get('STOMP_USERNAME', 'guest'),
        os.environ.get('STOMP_PASSWORD', 'guest'), wait=True)
    connection.subscribe(
        f'/queue/{QUEUE}', 'orders', 'client-individual',
        headers={'prefetch-count': str(PREFETCH)})
    print('consuming', flush=True)
    while (frame := listener.inbox.get()) is not None:
        settle(connection, listener, frame)
    print('disconnected', flush=True)


def stop(*_):
    limit = threading.Timer(1.5, os._exit, [0])  # the broker may not answer
    limit.daemon = True
    limit.start()
    sys.exit()  # the rest goes back to the queue


for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, stop)
pause = FIRST_PAUSE
while True:
    started = time.monotonic()
    try:
        connection = stomp.Connection12(
            [ADDRESS], heartbeats=(10_000, 10_000), vhost='{{vhost}}',
            reconnect_attempts_max=1,  # this loop reconnects
            timeout=30)  # seconds without a byte, heartbeats included
        consume(connection)
    except (stomp.exception.StompException, OSError, queue.Empty) as error:
        print(f'error: {error!r}', flush=True)
    connection.transport.disconnect_socket()
    if time.monotonic() - started > LAST_PAUSE:  # it lasted
        pause = FIRST_PAUSE
    # Jitter, so that not all clients come back at once.
    time.sleep(pause * random.uniform(0.5, 1))
    pause = min(LAST_PAUSE, pause * 2)
