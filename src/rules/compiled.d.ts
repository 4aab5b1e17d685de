/** What scripts/build.mjs writes into dist/ from the folder rules/. */
declare module '#rules' {
  export const rules: import('../core/model.ts').Rules;
}

declare module '#starters' {
  export const starters: import('../core/starter.ts').StartersData;
}
