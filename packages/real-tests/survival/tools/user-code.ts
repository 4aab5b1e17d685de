/** What a user writes where a starter says "your code here". */

/**
 * `fails`: what receives throws on every message that holds the word poison, and on all of them as long as there is a
 * file called outage. `sourceFails`: what a server publishes cannot be had as long as there is that file. `floods`: a
 * server publishes 300 kB fifty times a second. `sends`: a client sends 900 messages of 4 kB at once, each with its number.
 * Or what a row alone needs.
 */
export type UserCode = 'fails' | 'sourceFails' | 'floods' | 'sends' | Edit;
/** What is found, and what replaces it. */
export type Edit = readonly [RegExp, string];
export type Edits = Readonly<Record<Exclude<UserCode, Edit>, Edit>>;
