"""MQTT back end: publishes to a broker, which fans out. Bounds what waits, reconnects with backoff."""
import datetime
import os
import random
import time
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

ENDPOINT = '{{endpoint}}'
TOPIC = '{{topic}}'  # without wildcards: those are for subscribers
QOS = '{{qos}}'
CLIENT_ID = '{{client-id}}'


def on_connect(client, userdata, flags, code):
    print('connected' if code == 0 else f'refused: {mqtt.connack_string(code)}', flush=True)


def on_publish(client, userdata, mid):
    print(f'delivered {mid}', flush=True)


def on_disconnect(client, userdata, code):
    # Each time another first delay, doubled by the library up to the second: not all clients come back at once.
    client.reconnect_delay_set(min_delay=random.uniform(0.5, 1.5), max_delay=random.uniform(20, 30))
    print(f'disconnected ({code})', flush=True)


def connect():
    url = urlsplit(ENDPOINT)
    secure = url.scheme in ('mqtts', 'wss')
    websocket = url.scheme in ('wss', 'ws')
    transport = 'websockets' if websocket else 'tcp'
    client = mqtt.Client(client_id=CLIENT_ID, clean_session=True, transport=transport)
    if websocket:
        client.ws_set_options(path=url.path or '/')
    if secure:
        client.tls_set()  # the system's certificate authorities
    if os.environ.get('MQTT_USERNAME'):  # secrets come from the environment, never from the source
        client.username_pw_set(os.environ['MQTT_USERNAME'], os.environ.get('MQTT_PASSWORD'))
    client.max_queued_messages_set(1000)
    client.on_connect = on_connect
    client.on_publish = on_publish
    client.on_disconnect = on_disconnect
    default_port = (443 if secure else 80) if websocket else (8883 if secure else 1883)
    client.connect_async(url.hostname, url.port or default_port, keepalive=30)
    client.loop_start()
    return client


def publish(client, payload):
    """Retained: who subscribes later gets the latest value at once. Returns whether the message was taken."""
    taken = client.publish(TOPIC, payload, qos=QOS, retain=True).rc
    return taken == mqtt.MQTT_ERR_SUCCESS or (QOS > 0 and taken == mqtt.MQTT_ERR_NO_CONN)


def main():
    client = connect()
    try:
        while True:
            if not publish(client, datetime.datetime.now().isoformat()):  # your code here
                print('dropped: too many messages wait', flush=True)
            time.sleep(1)
    except KeyboardInterrupt:
        client.disconnect()
        client.loop_stop()


if __name__ == '__main__':
    main()
