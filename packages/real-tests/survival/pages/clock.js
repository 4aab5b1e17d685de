// Makes pauses of half a second and more pass FASTER times faster, for a simulated day. Runs before a page's own scripts.

const shorten = (ms) => (ms >= 400 ? ms / FASTER : ms);
const { setTimeout: later, setInterval: every } = globalThis;
globalThis.setTimeout = (call, ms, ...rest) => later(call, shorten(ms), ...rest);
globalThis.setInterval = (call, ms, ...rest) => every(call, shorten(ms), ...rest);

// After ten of them, Chromium delays each WebSocket of a process by up to five seconds, which would be hours here. No
// server of these rows accepts one, so that a request that fails does the same.
globalThis.WebSocket = class extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  readyState = 0;
  bufferedAmount = 0;

  constructor(url) {
    super();
    fetch(String(url).replace(/^ws/, 'http'), { mode: 'no-cors' }).catch(() => {
      this.readyState = 3;
      this.#tell(new Event('error'));
      this.#tell(new CloseEvent('close', { code: 1006 }));
    });
  }

  #tell(event) {
    this[`on${event.type}`]?.(event);
    this.dispatchEvent(event);
  }

  close() {}
};
