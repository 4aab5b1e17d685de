"""MQTT client: acknowledges what is done, keeps its session, reconnects with
backoff. It may see a message twice: check for that."""
import os
import queue
import random
import signal
import sys
import threading
import time
import uuid
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

URL = urlsplit('{{endpoint}}')
TOPIC = '{{topic}}'
QOS = '{{qos}}'
# A name of its own on every device, the same after a restart: with one the
# broker keeps what comes meanwhile. Two clients with one name throw each other
# out. Without one: a new name, and no session, for each run.
NAME = os.environ.get('MQTT_CLIENT_ID') or '{{client-id}}'
CLIENT_ID = NAME or f'client-{uuid.uuid4()}'
ONLINE = f'clients/{CLIENT_ID}/online'
FAILED = 'failed/'  # for a person to look at; MQTT has no dead letters
ATTEMPTS = 5
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds
PORTS = {'mqtt': 1883, 'mqtts': 8883, 'ws': 80, 'wss': 443}

inbox = queue.Queue(1000)  # then the broker has to wait
gone = threading.Event()


def receive(topic, payload):
    text = payload.decode('utf-8', 'replace')
    print(f'{topic} {text}', flush=True)  # your code here


def handle(message):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return receive(message.topic, message.payload)
        except Exception as error:  # your errors must not end the client
            print(f'failed ({attempt}): {error!r}', flush=True)
            time.sleep(0.5 * 2**attempt if attempt < ATTEMPTS else 0)
    if not message.topic.startswith(FAILED):
        client.publish(FAILED + message.topic, message.payload, qos=QOS)


def on_connect(client, userdata, flags, reason, properties):
    if reason.is_failure:
        return print(f'refused: {reason}', flush=True)
    session = 'resumed' if flags.session_present else 'new'
    print(f'connected, session {session}', flush=True)
    client.subscribe(TOPIC, qos=QOS)
    client.publish(ONLINE, 'true', qos=1, retain=True)


def on_subscribe(client, userdata, mid, reasons, properties):
    refused = any(reason.is_failure for reason in reasons)
    print('cannot subscribe' if refused else 'subscribed', flush=True)


def on_disconnect(client, userdata, flags, reason, properties):
    print(f'disconnected: {reason}', flush=True)
    gone.set()
    inbox.put(None)


def talk():
    """One connection, to its end. The library's thread keeps it alive."""
    inbox.queue.clear()  # the broker sends again what was not acknowledged
    client.connect(URL.hostname, URL.port or PORTS[URL.scheme], keepalive=30)
    client.loop_start()
    while (message := inbox.get()) is not None:
        handle(message)
        client.ack(message.mid, message.qos)
    client.loop_stop()


def say_goodbye():
    gone.clear()
    if client.is_connected():  # then the broker does not send the will
        offline = client.publish(ONLINE, 'false', qos=1, retain=True)
        offline.wait_for_publish(1)  # second
        client.disconnect()
        gone.wait(0.5)


client = mqtt.Client(
    mqtt.CallbackAPIVersion.VERSION2, CLIENT_ID,
    clean_session=QOS == 0 or not NAME, reconnect_on_failure=False,
    transport='websockets' if URL.scheme in ('ws', 'wss') else 'tcp',
    manual_ack=True)
client.ws_set_options(path=URL.path or '/')
if URL.scheme in ('mqtts', 'wss'):
    client.tls_set()  # the system's certificate authorities
if 'MQTT_USERNAME' in os.environ:  # secrets come from the environment
    client.username_pw_set(
        os.environ['MQTT_USERNAME'], os.environ.get('MQTT_PASSWORD'))
client.max_queued_messages_set(1000)
client.will_set(ONLINE, 'false', qos=1, retain=True)
client.on_connect, client.on_disconnect = on_connect, on_disconnect
client.on_subscribe = on_subscribe
client.on_message = lambda client, userdata, message: inbox.put(message)

for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, lambda *_: sys.exit())
pause = FIRST_PAUSE
try:
    while True:
        started = time.monotonic()
        try:
            talk()
        except (OSError, ValueError) as error:
            print(f'error: {error!r}', flush=True)
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        time.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)
finally:
    say_goodbye()
