"""STOMP publisher: keeps messages in order until the broker has them,
reconnects. Receivers may see a message twice."""
import datetime
import os
import queue
import random
import signal
import ssl
import sys
import threading
import time
import uuid
from collections import deque
from urllib.parse import urlsplit

import stomp

URL = urlsplit('{{endpoint}}')
ADDRESS = (URL.hostname, URL.port or 61613)
QUEUE = '{{queue}}'  # it is made if it is not there
OUTBOX_LIMIT = 1000  # messages
LARGEST = 1_000_000  # characters of a message
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds

outbox = deque()  # the first one is on its way


def publish(body):
    """Returns whether it was taken: there was room, and it is not too large."""
    if len(outbox) >= OUTBOX_LIMIT or len(body) > LARGEST:
        return False
    outbox.append(body)
    return True


class Listener(stomp.ConnectionListener):
    """Runs in the library's thread."""

    def __init__(self):
        self.receipts = queue.Queue()

    def on_receipt(self, frame):
        self.receipts.put(frame.headers['receipt-id'])

    def on_error(self, frame):
        print(f'error: {frame.headers.get("message")} {frame.body}', flush=True)


def serve(connection):
    listener = Listener()
    connection.set_listener('', listener)
    if URL.scheme == 'stomps':  # without ca_certs nothing would be checked
        trusted = ssl.get_default_verify_paths().cafile
        connection.set_ssl(
            [ADDRESS], ca_certs=trusted or sys.exit('SSL_CERT_FILE is not set'))
    connection.connect(  # secrets come from the environment
        os.environ.get('STOMP_USERNAME', 'guest'),
        os.environ.get('STOMP_PASSWORD', 'guest'), wait=True)
    print('connected', flush=True)
    while connection.is_connected():
        if not outbox:
            time.sleep(0.1)
            continue
        receipt = str(uuid.uuid4())  # one after the other: in order
        connection.send(f'/queue/{QUEUE}', outbox[0], headers={
            'persistent': 'true', 'receipt': receipt})
        while listener.receipts.get(timeout=10) != receipt:
            pass
        outbox.popleft()
        print(f'delivered to {QUEUE}', flush=True)
    print('disconnected', flush=True)


def produce():
    while True:
        time.sleep(1)
        try:
            if not publish(datetime.datetime.now().isoformat()):  # your code
                print('dropped: too large, or too many wait', flush=True)
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)


def stop(*_):
    print(f'{len(outbox)} not delivered', flush=True)
    limit = threading.Timer(1.5, os._exit, [0])  # the broker may not answer
    limit.daemon = True
    limit.start()
    sys.exit()


for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, stop)
threading.Thread(target=produce, daemon=True).start()
pause = FIRST_PAUSE
while True:
    started = time.monotonic()
    try:
        connection = stomp.Connection12(
            [ADDRESS], heartbeats=(10_000, 10_000), vhost='{{vhost}}',
            reconnect_attempts_max=1,  # this loop reconnects
            timeout=30)  # seconds without a byte, heartbeats included
        serve(connection)
    except queue.Empty:
        print('no receipt: not delivered, trying again', flush=True)
    except (stomp.exception.StompException, OSError) as error:
        print(f'error: {error!r}', flush=True)
    connection.transport.disconnect_socket()
    if time.monotonic() - started > LAST_PAUSE:  # it lasted
        pause = FIRST_PAUSE
    # Jitter, so that not all clients come back at once.
    time.sleep(pause * random.uniform(0.5, 1))
    pause = min(LAST_PAUSE, pause * 2)
