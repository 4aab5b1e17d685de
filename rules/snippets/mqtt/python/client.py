"""MQTT client: keeps its session at the broker, reconnects with backoff,
bounds what waits while it is down."""
import os
import random
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

URL = urlsplit('{{endpoint}}')
TOPIC = '{{topic}}'
QOS = '{{qos}}'
# One per device: a second client with the same id throws the first one out.
CLIENT_ID = '{{client-id}}'
ONLINE = f'clients/{CLIENT_ID}/online'
PORTS = {'mqtt': 1883, 'mqtts': 8883, 'ws': 80, 'wss': 443}


def on_connect(client, userdata, flags, code):
    if code != 0:
        return print(f'refused: {mqtt.connack_string(code)}', flush=True)
    session = 'resumed' if flags['session present'] else 'new'
    print(f'connected, session {session}', flush=True)
    client.subscribe(TOPIC, qos=QOS)
    client.publish(ONLINE, 'true', qos=1, retain=True)


def on_subscribe(client, userdata, mid, granted):
    result = 'cannot subscribe: refused' if 128 in granted else 'subscribed'
    print(result, flush=True)


def on_message(client, userdata, message):
    """May see a message twice, at QoS 2 after a crash alone: check for that."""
    text = message.payload.decode('utf-8', 'replace')
    print(message.topic, text, flush=True)  # your code here


def on_disconnect(client, userdata, code):
    print(f'disconnected ({code})', flush=True)


transport = 'websockets' if URL.scheme in ('ws', 'wss') else 'tcp'
# Above QoS 0 the broker keeps what comes while we are away.
client = mqtt.Client(CLIENT_ID, clean_session=QOS == 0, transport=transport)
client.ws_set_options(path=URL.path or '/')
if URL.scheme in ('mqtts', 'wss'):
    client.tls_set()  # the system's certificate authorities
if 'MQTT_USERNAME' in os.environ:  # secrets come from the environment
    client.username_pw_set(
        os.environ['MQTT_USERNAME'], os.environ.get('MQTT_PASSWORD'))
client.max_queued_messages_set(1000)
# Doubles from the first to the second; not the same for all clients.
client.reconnect_delay_set(random.uniform(0.5, 1.5), random.uniform(20, 30))
client.will_set(ONLINE, 'false', qos=1, retain=True)
client.on_connect, client.on_disconnect = on_connect, on_disconnect
client.on_subscribe, client.on_message = on_subscribe, on_message
client.connect_async(URL.hostname, URL.port or PORTS[URL.scheme], keepalive=30)
client.loop_forever(retry_first_connection=True)
