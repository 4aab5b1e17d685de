/** The version of this program, as in package.json: a test holds them together. */
export const VERSION = '0.1.0';

/** Where the program is described, as in package.json. */
export const HOMEPAGE = 'https://github.com/OWNER/wirewise#readme';

/** Where to report a bug, as in package.json. */
export const ISSUES = 'https://github.com/OWNER/wirewise/issues';
