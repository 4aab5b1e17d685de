"""AMQP 1.0 sender for Azure Service Bus: messages with an id, accepted by it,
bounded while it is away, reconnects."""
import datetime
import os
import random
import signal
import ssl
import sys
import time
import uuid
from collections import deque

from proton import Message
from proton.handlers import MessagingHandler
from proton.reactor import Container

ENDPOINT = '{{endpoint}}'
QUEUE = '{{queue}}'  # or the name of a topic
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds

waiting = deque(maxlen=1000)  # messages; the oldest go first


def publish(text):
    """One that is not accepted goes out again, so receivers may see it
    twice."""
    # By its id the queue drops repeats, where duplicate detection is on.
    message = Message(
        id=str(uuid.uuid4()), body=text.encode(), durable=True, inferred=True)
    waiting.append(message)


class Sender(MessagingHandler):
    def __init__(self):
        super().__init__()
        self.sent = {}  # not accepted yet
        self.is_open = False

    def on_start(self, event):
        domain = event.container.ssl.client  # it checks name and certificate
        trusted = ssl.get_default_verify_paths()
        domain.set_trusted_ca_db(trusted.cafile or trusted.capath)
        connection = event.container.connect(
            ENDPOINT,
            # Name and key of a shared access policy.
            user=os.environ.get('AMQP_USERNAME'),
            password=os.environ.get('AMQP_PASSWORD'),
            heartbeat=30,  # seconds
            reconnect=False,  # the loop below does it, with jitter
        )
        self.sender = event.container.create_sender(connection, QUEUE)

    def on_link_opened(self, event):
        print('connected', flush=True)
        self.is_open = True
        self.on_timer_task(event)

    def on_timer_task(self, event):
        if not self.is_open:
            return  # so that the container ends
        try:
            publish(datetime.datetime.now().isoformat())  # your code here
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)
        self.flush()
        event.container.schedule(1, self)

    def on_sendable(self, event):
        self.flush()

    def flush(self):
        while waiting and self.sender.credit:
            message = waiting.popleft()
            self.sent[self.sender.send(message).tag] = message

    def on_accepted(self, event):
        self.sent.pop(event.delivery.tag, None)
        print('accepted', flush=True)

    def on_released(self, event):
        message = self.sent.pop(event.delivery.tag, None)
        if message:
            waiting.append(message)

    def on_rejected(self, event):
        error = event.delivery.remote.condition
        print(f'rejected: {error}', flush=True)
        if error and error.name == 'com.microsoft:server-busy':
            self.on_released(event)
        self.sent.pop(event.delivery.tag, None)

    def on_link_closing(self, event):
        print(f'closed: {event.link.remote_condition}', flush=True)
        self.is_open = False
        event.connection.close()

    def on_connection_closing(self, event):
        print(f'closed: {event.connection.remote_condition}', flush=True)

    def on_transport_error(self, event):
        print(f'error: {event.transport.condition}', flush=True)

    def on_disconnected(self, event):
        self.is_open = False


def main():
    for name in (signal.SIGINT, signal.SIGTERM):
        # The connection ends with the program.
        signal.signal(name, lambda *_: sys.exit())
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        sender = Sender()
        Container(sender).run()
        waiting.extendleft(reversed(sender.sent.values()))
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        time.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


if __name__ == '__main__':
    main()
