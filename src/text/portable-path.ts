/** Names of devices on Windows, where no file can be called so, whatever its ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

const NAME = /^[A-Za-z0-9._-]+$/;

/**
 * Whether a path is relative, stays inside its folder and can be written on every system: plain names with `/` between
 * them, none of which is a device of Windows, ends in a dot or could be taken for an option of a command.
 */
export function isPortablePath(path: string): boolean {
  return path.split('/').every((name) => NAME.test(name) && !/^-|\.$/.test(name) && !DEVICE.test(name));
}
