from urllib.parse import urlsplit

from paho.mqtt import client as mqtt

url = urlsplit('{{endpoint}}')
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.on_connect = lambda *_: client.subscribe('{{topic}}', 1)
client.on_message = lambda *args: print(args[2].payload.decode(), flush=True)
client.connect(url.hostname, url.port or 1883)
client.loop_forever()
