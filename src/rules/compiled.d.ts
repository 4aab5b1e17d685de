/** What scripts/build.mjs writes into dist/ from the folder rules/. */
declare module '#rules' {
  export const rules: import('../core/model.ts').Rules;
  /** Of every protocol the grades on every criterion, one after the other: what its cells say, without reading them. */
  export const grades: readonly import('../core/model.ts').Grade[];
}

declare module '#starters' {
  export const starters: import('../core/starter.ts').StartersData;
}
