"""Makes pauses of half a second and more pass faster, for a simulated day."""
import asyncio
import os
import time

faster = float(os.environ['CLOCK_FASTER'])
sleep, sleep_async = time.sleep, asyncio.sleep


def shorten(seconds):
    return seconds / faster if seconds >= 0.4 else seconds


time.sleep = lambda seconds: sleep(shorten(seconds))
asyncio.sleep = lambda delay, result=None: sleep_async(shorten(delay), result)
