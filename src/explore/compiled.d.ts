/** What scripts/build.mjs writes into dist/ from src/explore/app/: the program of the page, and its style sheet. */
declare module '#explore' {
  export const script: string;
  export const style: string;
}
