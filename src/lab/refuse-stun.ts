import type { CleanUp } from './clean-up.ts';
import { bindUdp, LOOPBACK } from './loopback.ts';

/** RFC 8489 section 5: two bytes of type, two of length, then the cookie and transaction id that a response repeats. */
const HEADER_BYTES = 20;

/** A Binding error response with one attribute of 8 bytes: ERROR-CODE 400, section 14.8. */
const ERROR_RESPONSE = Buffer.from([0x01, 0x11, 0x00, 0x08]);
const ERROR_CODE_400 = Buffer.from([0x00, 0x09, 0x00, 0x04, 0x00, 0x00, 0x04, 0x00]);

/**
 * Starts a STUN server on loopback that refuses every request, so that clients do not wait for it; without one, werift
 * asks a public server. Returns its port.
 */
export async function refuseStun(cleanUp: CleanUp): Promise<number> {
  const socket = await bindUdp(cleanUp);
  socket.on('message', (request, { port }) => {
    socket.send(Buffer.concat([ERROR_RESPONSE, request.subarray(4, HEADER_BYTES), ERROR_CODE_400]), port, LOOPBACK);
  });
  return socket.address().port;
}
