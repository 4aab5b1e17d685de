"""MQTT client: keeps its session at the broker, reconnects with backoff, bounds what waits while it is down."""
import os
import random
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

ENDPOINT = '{{endpoint}}'
TOPIC = '{{topic}}'
QOS = '{{qos}}'
CLIENT_ID = '{{client-id}}'  # one per device: a second client with the same id throws the first one out
ONLINE = f'clients/{CLIENT_ID}/online'


def on_connect(client, userdata, flags, code):
    if code != 0:
        return print(f'refused: {mqtt.connack_string(code)}', flush=True)
    print(f'connected, session {"resumed" if flags["session present"] else "new"}', flush=True)
    client.subscribe(TOPIC, qos=QOS)
    client.publish(ONLINE, 'true', qos=1, retain=True)


def on_subscribe(client, userdata, mid, granted):
    print('cannot subscribe: refused' if 128 in granted else 'subscribed', flush=True)


def on_message(client, userdata, message):
    """At QoS 1 a message may come twice; at QoS 2 your effect still may, if you crash: check for repeats."""
    print(message.topic, message.payload.decode('utf-8', 'replace'), flush=True)  # your code here


def on_disconnect(client, userdata, code):
    # Each time another first delay, doubled by the library up to the second: not all clients come back at once.
    client.reconnect_delay_set(min_delay=random.uniform(0.5, 1.5), max_delay=random.uniform(20, 30))
    print(f'disconnected ({code})', flush=True)


def main():
    url = urlsplit(ENDPOINT)
    secure = url.scheme in ('mqtts', 'wss')
    websocket = url.scheme in ('wss', 'ws')
    client = mqtt.Client(
        client_id=CLIENT_ID,
        clean_session=QOS == 0,  # above 0 the broker keeps subscription and messages while we are away
        transport='websockets' if websocket else 'tcp',
    )
    if websocket:
        client.ws_set_options(path=url.path or '/')
    if secure:
        client.tls_set()  # the system's certificate authorities
    if os.environ.get('MQTT_USERNAME'):  # secrets come from the environment, never from the source
        client.username_pw_set(os.environ['MQTT_USERNAME'], os.environ.get('MQTT_PASSWORD'))
    client.max_queued_messages_set(1000)
    client.will_set(ONLINE, 'false', qos=1, retain=True)
    client.on_connect = on_connect
    client.on_subscribe = on_subscribe
    client.on_message = on_message
    client.on_disconnect = on_disconnect
    default_port = (443 if secure else 80) if websocket else (8883 if secure else 1883)
    client.connect_async(url.hostname, url.port or default_port, keepalive=30)
    client.loop_forever(retry_first_connection=True)


if __name__ == '__main__':
    main()
