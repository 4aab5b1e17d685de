"""MQTT back end: publishes to a broker, which fans out. Waits for
acknowledgements, bounds what waits, reconnects with backoff."""
import datetime
import os
import random
import signal
import sys
import threading
import time
import uuid
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

URL = urlsplit('{{endpoint}}')
TOPIC = '{{topic}}'  # no wildcards: those are for subscribers
QOS = '{{qos}}'
# Two processes with one name throw each other out: by default it is new for
# each run, because a publisher needs no session at the broker.
NAME = os.environ.get('MQTT_CLIENT_ID') or '{{client-id}}'
FIRST_PAUSE, LAST_PAUSE = 1, 30  # seconds
PORTS = {'mqtt': 1883, 'mqtts': 8883, 'ws': 80, 'wss': 443}

waiting = set()  # numbers of messages that are not acknowledged yet


def on_connect(client, userdata, flags, reason, properties):
    failed = reason.is_failure
    print(f'refused: {reason}' if failed else 'connected', flush=True)


def on_publish(client, userdata, mid, reason, properties):
    waiting.discard(mid)
    print(f'delivered {mid}', flush=True)


def on_disconnect(client, userdata, flags, reason, properties):
    print(f'disconnected: {reason}', flush=True)


def publish(payload):
    """Retained: who subscribes later gets the latest value at once."""
    info = client.publish(TOPIC, payload, qos=QOS, retain=True)
    waits = QOS > 0 and info.rc == mqtt.MQTT_ERR_NO_CONN
    if waits or info.rc == mqtt.MQTT_ERR_SUCCESS:
        waiting.add(info.mid)
    else:
        print(f'dropped: {mqtt.error_string(info.rc)}', flush=True)


def keep_connected():
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            port = URL.port or PORTS[URL.scheme]
            client.connect(URL.hostname, port, keepalive=30)
            client.loop_forever()  # until the connection ends
        except (OSError, ValueError) as error:
            print(f'error: {error!r}', flush=True)
        if time.monotonic() - started > LAST_PAUSE:  # it lasted
            pause = FIRST_PAUSE
        # Jitter, so that not all clients come back at once.
        time.sleep(pause * random.uniform(0.5, 1))
        pause = min(LAST_PAUSE, pause * 2)


client = mqtt.Client(
    mqtt.CallbackAPIVersion.VERSION2, NAME or f'back-end-{uuid.uuid4()}',
    clean_session=True, reconnect_on_failure=False,
    transport='websockets' if URL.scheme in ('ws', 'wss') else 'tcp')
client.ws_set_options(path=URL.path or '/')
if URL.scheme in ('mqtts', 'wss'):
    client.tls_set()  # the system's certificate authorities
if 'MQTT_USERNAME' in os.environ:  # secrets come from the environment
    client.username_pw_set(
        os.environ['MQTT_USERNAME'], os.environ.get('MQTT_PASSWORD'))
client.max_queued_messages_set(1000)
client.on_connect, client.on_disconnect = on_connect, on_disconnect
client.on_publish = on_publish

for name in (signal.SIGINT, signal.SIGTERM):
    signal.signal(name, lambda *_: sys.exit())
threading.Thread(target=keep_connected, daemon=True).start()
try:
    while True:
        try:
            publish(datetime.datetime.now().isoformat())  # your code here
        except Exception as error:  # the next turn tries again
            print(f'error: {error!r}', flush=True)
        time.sleep(1)
finally:
    deadline = time.monotonic() + 1
    while waiting and client.is_connected() and time.monotonic() < deadline:
        time.sleep(0.05)
    client.disconnect()
    print(f'{len(waiting)} messages not acknowledged', flush=True)
