/** The version of this program. scripts/update-release.mjs writes it from package.json. */
export const VERSION = '0.1.0';

/** Where the program is described; from package.json, too. */
export const HOMEPAGE = 'https://github.com/OWNER/wirewise#readme';

/** Where to report a bug; from package.json, too. */
export const ISSUES = 'https://github.com/OWNER/wirewise/issues';
