"""CoAP server: a resource that clients observe; each gets the newest value, and
those that do not confirm it are forgotten. As it stands it is not encrypted:
for coaps:// install aiocoap[tinydtls] and give it keys."""
import asyncio
import contextlib
import datetime
import signal

import aiocoap
from aiocoap import resource

PORT = '{{port}}'
PATH = '{{path}}'
MAX_AGE = 30  # seconds: a client asks anew when a value is older
MAX_OBSERVERS = 1000


class Newest(resource.ObservableResource):
    def __init__(self):
        super().__init__()
        self.value = datetime.datetime.now().isoformat()
        self.observers = 0

    def publish(self, value):
        self.value = value
        self.updated_state()  # tells all that observe it

    def update_observation_count(self, newcount):
        self.observers = newcount

    async def add_observation(self, request, serverobservation):
        if self.observers < MAX_OBSERVERS:  # others get this one value
            await super().add_observation(request, serverobservation)

    async def render_get(self, request):
        return aiocoap.Message(payload=self.value.encode(), max_age=MAX_AGE)


async def tick(newest):
    while True:
        await asyncio.sleep(1)
        try:
            newest.publish(datetime.datetime.now().isoformat())  # your code
        except Exception as error:  # the next tick tries again
            print(f'error: {error!r}', flush=True)


async def main():
    newest = Newest()
    site = resource.Site()
    site.add_resource(PATH.strip('/').split('/'), newest)
    context = await aiocoap.Context.create_server_context(
        site, bind=('::', PORT))
    print(f'listening on {PORT}', flush=True)
    task = asyncio.ensure_future(tick(newest))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            await context.shutdown()


asyncio.run(main())
