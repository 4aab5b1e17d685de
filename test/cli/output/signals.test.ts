import { expect, test } from 'vitest';
import { uninterrupted } from '../../../src/cli/output/signals.ts';

test('a signal that the work itself has heard is not sent again, which would end the process', async () => {
  const heard: string[] = [];
  const written = await uninterrupted(() => {
    process.once('SIGHUP', (signal) => heard.push(signal));
    process.emit('SIGHUP', 'SIGHUP');
    return 'written';
  });
  expect({ written, heard }).toEqual({ written: 'written', heard: ['SIGHUP'] });
});
