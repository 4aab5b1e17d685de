"""MQTT back end: publishes to a broker, which fans out. Bounds what waits,
reconnects with backoff."""
import datetime
import os
import random
import time
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

ENDPOINT = '{{endpoint}}'
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
    # The library doubles the delay from the first bound to the second. Both
    # are drawn anew each time, so that not all clients come back at once.
    client.reconnect_delay_set(random.uniform(0.5, 1.5), random.uniform(20, 30))
    print(f'disconnected ({code})', flush=True)


def connect():
    url = urlsplit(ENDPOINT)
    transport = 'websockets' if url.scheme in ('wss', 'ws') else 'tcp'
    client = mqtt.Client(CLIENT_ID, clean_session=True, transport=transport)
    if transport == 'websockets':
        client.ws_set_options(path=url.path or '/')
    if url.scheme in ('mqtts', 'wss'):
        client.tls_set()  # the system's certificate authorities
    user = os.environ.get('MQTT_USERNAME')  # secrets: from the environment
    if user:
        client.username_pw_set(user, os.environ.get('MQTT_PASSWORD'))
    client.max_queued_messages_set(1000)
    client.on_connect = on_connect
    client.on_publish = on_publish
    client.on_disconnect = on_disconnect
    port = url.port or PORTS[url.scheme]
    client.connect_async(url.hostname, port, keepalive=30)
    client.loop_start()
    return client


def publish(client, payload):
    """Retained: who subscribes later gets the latest value at once.
    Returns whether the message was taken."""
    code = client.publish(TOPIC, payload, qos=QOS, retain=True).rc
    waits = QOS > 0 and code == mqtt.MQTT_ERR_NO_CONN
    return waits or code == mqtt.MQTT_ERR_SUCCESS


def main():
    client = connect()
    try:
        while True:
            now = datetime.datetime.now()
            if not publish(client, now.isoformat()):  # your code here
                print('dropped: too many messages wait', flush=True)
            time.sleep(1)
    except KeyboardInterrupt:
        client.disconnect()
        client.loop_stop()


if __name__ == '__main__':
    main()
