from websockets.sync.client import connect

with connect('{{endpoint}}') as socket:
    socket.send('hello')
    for message in socket:
        print(message, flush=True)
