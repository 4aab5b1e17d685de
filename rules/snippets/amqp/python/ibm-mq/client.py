"""AMQP 1.0 receiver for an AMQP channel of IBM MQ: each message stays with
the queue manager until it is settled, few are held at once; reconnects."""
import os
import random
import signal
import ssl
import sys
import time

from proton import Delivery, symbol
from proton.handlers import MessagingHandler
from proton.reactor import Container, LinkOption

ENDPOINT = '{{endpoint}}'
QUEUE = '{{queue}}'
PREFETCH = '{{prefetch}}'  # unsettled messages held here at once
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds


def receive(body):
    """May see a message twice, after a crash before its end: check for that.
    What takes over 30 s belongs into a thread."""
    print(body, flush=True)  # your code here


class QueueOption(LinkOption):
    """Without it IBM MQ takes the name for a topic."""

    def apply(self, link):
        link.source.capabilities.put_object(symbol('queue'))


class Receiver(MessagingHandler):
    def __init__(self):
        super().__init__(prefetch=PREFETCH, auto_accept=False)

    def on_start(self, event):
        domain = event.container.ssl.client  # it checks name and certificate
        trusted = ssl.get_default_verify_paths()
        domain.set_trusted_ca_db(trusted.cafile or trusted.capath)
        connection = event.container.connect(
            ENDPOINT,
            # Secrets come from the environment.
            user=os.environ.get('AMQP_USERNAME'),
            password=os.environ.get('AMQP_PASSWORD'),
            heartbeat=30,  # seconds
            reconnect=False,  # the loop below does it, with jitter
        )
        event.container.create_receiver(
            connection, QUEUE, options=QueueOption())

    def on_link_opened(self, event):
        print('receiving', flush=True)

    def on_message(self, event):
        body = event.message.body
        if isinstance(body, (bytes, memoryview)):
            body = bytes(body).decode('utf-8', 'replace')
        try:
            receive(body)
        except Exception as error:  # your errors must not end the receiver
            print(f'failed: {error!r}', flush=True)
            # Once more; the queue manager counts how often.
            event.delivery.local.failed = True
            self.settle(event.delivery, Delivery.MODIFIED)
        else:
            self.accept(event.delivery)

    def on_link_closing(self, event):
        print(f'closed: {event.link.remote_condition}', flush=True)
        event.connection.close()

    def on_connection_closing(self, event):
        print(f'closed: {event.connection.remote_condition}', flush=True)

    def on_transport_error(self, event):
        print(f'error: {event.transport.condition}', flush=True)


def main():
    for name in (signal.SIGINT, signal.SIGTERM):
        # The connection ends with the program.
        signal.signal(name, lambda *_: sys.exit())
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        Container(Receiver()).run()
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        time.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


if __name__ == '__main__':
    main()
