"""MQTT back end: publishes to a broker, which fans out. Bounds what waits,
reconnects with backoff."""
import datetime
import os
import random
import time
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

URL = urlsplit('{{endpoint}}')
TOPIC = '{{topic}}'  # no wildcards: those are for subscribers
QOS = '{{qos}}'
CLIENT_ID = '{{client-id}}'
PORTS = {'mqtt': 1883, 'mqtts': 8883, 'ws': 80, 'wss': 443}


def on_connect(client, userdata, flags, code):
    why = mqtt.connack_string(code)
    print(f'refused: {why}' if code else 'connected', flush=True)


def on_publish(client, userdata, mid):
    print(f'delivered {mid}', flush=True)


def on_disconnect(client, userdata, code):
    print(f'disconnected ({code})', flush=True)


def publish(payload):
    """Retained: who subscribes later gets the latest value at once."""
    code = client.publish(TOPIC, payload, qos=QOS, retain=True).rc
    waits = QOS > 0 and code == mqtt.MQTT_ERR_NO_CONN
    if not waits and code != mqtt.MQTT_ERR_SUCCESS:
        print(f'dropped: {mqtt.error_string(code)}', flush=True)


transport = 'websockets' if URL.scheme in ('ws', 'wss') else 'tcp'
client = mqtt.Client(CLIENT_ID, clean_session=True, transport=transport)
client.ws_set_options(path=URL.path or '/')
if URL.scheme in ('mqtts', 'wss'):
    client.tls_set()  # the system's certificate authorities
if 'MQTT_USERNAME' in os.environ:  # secrets come from the environment
    client.username_pw_set(
        os.environ['MQTT_USERNAME'], os.environ.get('MQTT_PASSWORD'))
client.max_queued_messages_set(1000)
# Doubles from the first to the second; not the same for all clients.
client.reconnect_delay_set(random.uniform(0.5, 1.5), random.uniform(20, 30))
client.on_connect, client.on_disconnect = on_connect, on_disconnect
client.on_publish = on_publish
client.connect_async(URL.hostname, URL.port or PORTS[URL.scheme], keepalive=30)
client.loop_start()
try:
    while True:
        publish(datetime.datetime.now().isoformat())  # your code here
        time.sleep(1)
except KeyboardInterrupt:
    client.disconnect()
    client.loop_stop()
