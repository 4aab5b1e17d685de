/** What scripts/build.mjs writes into dist/ from the folder rules/; all but what decides is read when first looked at. */
declare module '#rules' {
  export const rules: import('../core/model.ts').Rules;
  /** Of every protocol the grades on every criterion, one after the other: what its cells say, without reading them. */
  export const grades: readonly import('../core/model.ts').Grade[];
  export const starters: import('../starters/starter.ts').StartersData;
  export const projects: import('../starters/project-template.ts').ProjectsData;
  export const proxies: import('../starters/proxy-template.ts').ProxiesData;
  export const scenarios: readonly import('./read/scenarios.ts').ReadScenario[];
}
