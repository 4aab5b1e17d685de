/**
 * Loaded into the program by `--require`: sends it SIGNAL right before its call number SIGNAL_AT of a function that
 * changes files, and writes to the file SIGNAL_LOG which call that was. Without SIGNAL_AT it writes all calls there.
 */
const fs = require('node:fs');

const CHANGES = ['chmodSync', 'linkSync', 'mkdirSync', 'openSync', 'renameSync', 'rmSync', 'unlinkSync'];
const WRITES = ['writeFileSync', 'writeSync'];
const { SIGNAL, SIGNAL_AT, SIGNAL_LOG } = process.env;
const { appendFileSync } = fs;
let calls = 0;
// writeFileSync is made of open and write: it counts once.
let isInside = false;

for (const name of [...CHANGES, ...WRITES]) {
  const original = fs[name];
  fs[name] = (...args) => {
    const isStdout = WRITES.includes(name) && (args[0] === 1 || args[0] === 2);
    const isRead = name === 'openSync' && (args[1] === undefined || args[1] === 'r');
    if (isInside || isStdout || isRead) return original(...args);
    isInside = true;
    try {
      if (SIGNAL_AT === undefined || calls === Number(SIGNAL_AT)) appendFileSync(SIGNAL_LOG, `${name}\n`);
      if (calls++ === Number(SIGNAL_AT)) process.kill(process.pid, SIGNAL);
      return original(...args);
    } finally {
      isInside = false;
    }
  };
}
