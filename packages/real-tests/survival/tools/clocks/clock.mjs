// Makes pauses of half a second and more pass faster, for a simulated day. Loaded before the program by --import.

import { createRequire, syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';

const faster = Number(process.env.CLOCK_FASTER);
const shorten = (ms) => (ms >= 400 ? ms / faster : ms);
const promises = createRequire(import.meta.url)('node:timers/promises');
const { setTimeout: sleep } = promises;
const { setInterval: every, setTimeout: later } = timers;

globalThis.setTimeout = Object.assign((call, ms, ...rest) => later(call, shorten(ms), ...rest), later);
globalThis.setInterval = (call, ms, ...rest) => every(call, shorten(ms), ...rest);
promises.setTimeout = (ms, ...rest) => sleep(shorten(ms), ...rest);
syncBuiltinESMExports();
