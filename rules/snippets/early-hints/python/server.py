"""Early Hints server: while it makes a page, it names what the page will need,
and the browser fetches that meanwhile. Hypercorn sends hints over HTTP/2 alone:
from here with TLS, or to a proxy that speaks HTTP/2 to its back ends."""
import asyncio
import contextlib
import hashlib
import hmac
import os
import signal
import ssl

from hypercorn.asyncio import serve
from hypercorn.config import Config

PORT = '{{port}}'
PATH = '{{path}}'
LIMIT_SECONDS = 20  # for a page and its way to the browser

assets = {}  # path to type and body
links = []


def add_asset(name, kind, use, body):
    """Hinted assets have to be cacheable; a new content gets a new name."""
    path = f'/{hashlib.sha256(body).hexdigest()[:8]}-{name}'
    assets[path] = (kind, body)
    links.append(f'<{path}>; rel=preload; as={use}'.encode())
    return path


css = b'body { font-family: sans-serif; color: green }'
style = add_asset('style.css', 'text/css', 'style', css)  # your code here
js = b'document.title += "!"'
script = add_asset('app.js', 'text/javascript', 'script', js)


async def make_page():
    await asyncio.sleep(0.5)  # your code here: what takes time
    return f"""<!doctype html><html lang="en">
<meta charset="utf-8"><title>Page</title>
<link rel="stylesheet" href="{style}"><script src="{script}" defer></script>
<p>Hello</p></html>""".encode()


async def answer(send, status, kind='text/plain', body=b'', more=()):
    headers = [(b'content-type', kind.encode()), *more]
    start = {'type': 'http.response.start', 'status': status}
    await send({**start, 'headers': headers})
    await send({'type': 'http.response.body', 'body': body})


def is_allowed(headers):
    token = os.environ.get('TOKEN')  # secrets come from the environment
    given = headers.get(b'authorization', b'')
    return not token or hmac.compare_digest(given, f'Bearer {token}'.encode())


async def respond(scope, send):
    headers, path = dict(scope['headers']), scope['path']
    if not is_allowed(headers):
        return await answer(send, 401)
    if scope['method'] != 'GET':
        return await answer(send, 405)
    if path in assets:
        cache = b'public, max-age=31536000, immutable'
        more = [(b'cache-control', cache)]
        return await answer(send, 200, *assets[path], more)
    if path != PATH:
        return await answer(send, 404)
    # Of other programs, some take the 103 for the answer; so does nginx < 1.29.
    is_page = headers.get(b'sec-fetch-mode') == b'navigate'
    if is_page and 'http.response.early_hint' in scope['extensions']:
        await send({'type': 'http.response.early_hint', 'links': links})
    page = await make_page()
    more = [(b'link', link) for link in links]  # for who ignores hints
    more.append((b'cache-control', b'no-cache'))
    await answer(send, 200, 'text/html; charset=utf-8', page, more)


async def app(scope, receive, send):
    if scope['type'] == 'http':
        async with asyncio.timeout(LIMIT_SECONDS):
            await respond(scope, send)


async def main():
    config = Config()
    config.bind = [f'[::]:{PORT}']
    config.graceful_timeout = 1  # seconds for pages under way
    config.keyfile = os.environ.get('TLS_KEY_FILE')
    config.certfile = os.environ.get('TLS_CERT_FILE')
    config.create_ssl_context()  # files that are wrong fail here
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def shut_down(*_):
        loop.call_soon_threadsafe(stop.set)
        loop.call_soon_threadsafe(loop.call_later, 1.5, os._exit, 0)

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, shut_down)
    with contextlib.suppress(ssl.SSLError):  # of connections cut at the end
        await serve(app, config, shutdown_trigger=stop.wait)


if __name__ == '__main__':
    asyncio.run(main())
