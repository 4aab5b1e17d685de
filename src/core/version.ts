/** The version of this program, as in package.json: a test holds them together. */
export const VERSION = '0.1.0';

/** Where to report a bug, as in package.json. */
export const ISSUES = 'https://github.com/OWNER/wirewise/issues';
