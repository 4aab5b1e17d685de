from urllib.request import urlopen

with urlopen('{{endpoint}}') as stream:
    for line in stream:
        if line.startswith(b'data:'):
            print(line[5:].decode().strip(), flush=True)
