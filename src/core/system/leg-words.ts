/** What a leg of a system file may be called, and what it holds besides answers. Plain data: `batch` reads it, too. */

/** Most legs of a system: the search for the best assignment is exact up to here. */
export const MOST_LEGS = 12;

/** Words of a leg that are no answers. A question may have none of these ids. */
export const LEG_WORDS = ['preset', 'says', 'data', 'source'] as const;

/** What the name of a leg must be like, and that in words. */
export const LEG_NAME = {
  pattern: /^(?=.{1,40}$)[a-zA-Z][a-zA-Z0-9]*([-_][a-zA-Z0-9]+)*$/,
  says: 'a name of letters and digits with single hyphens between them, beginning with a letter',
} as const;

/** One line of text without spaces around it. */
export const ONE_LINE = /^\S(.*\S)?$/;

/** Most characters of a word of a leg. */
export const LONGEST_WORD = 500;
