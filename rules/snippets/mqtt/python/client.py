"""MQTT client: keeps its session at the broker, reconnects with backoff,
bounds what waits while it is down."""
import os
import random
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt

ENDPOINT = '{{endpoint}}'
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
    """At QoS 1 a message may come twice; at QoS 2 your effect still may,
    if you crash: check for repeats."""
    text = message.payload.decode('utf-8', 'replace')
    print(message.topic, text, flush=True)  # your code here


def on_disconnect(client, userdata, code):
    # The library doubles the delay from the first bound to the second. Both
    # are drawn anew each time, so that not all clients come back at once.
    client.reconnect_delay_set(random.uniform(0.5, 1.5), random.uniform(20, 30))
    print(f'disconnected ({code})', flush=True)


def main():
    url = urlsplit(ENDPOINT)
    client = mqtt.Client(
        client_id=CLIENT_ID,
        clean_session=QOS == 0,  # else the broker keeps what we miss
        transport='websockets' if url.scheme in ('wss', 'ws') else 'tcp',
    )
    if url.scheme in ('wss', 'ws'):
        client.ws_set_options(path=url.path or '/')
    if url.scheme in ('mqtts', 'wss'):
        client.tls_set()  # the system's certificate authorities
    user = os.environ.get('MQTT_USERNAME')  # secrets: from the environment
    if user:
        client.username_pw_set(user, os.environ.get('MQTT_PASSWORD'))
    client.max_queued_messages_set(1000)
    client.will_set(ONLINE, 'false', qos=1, retain=True)
    client.on_connect = on_connect
    client.on_subscribe = on_subscribe
    client.on_message = on_message
    client.on_disconnect = on_disconnect
    port = url.port or PORTS[url.scheme]
    client.connect_async(url.hostname, port, keepalive=30)
    client.loop_forever(retry_first_connection=True)


if __name__ == '__main__':
    main()
