/** What scripts/build.mjs adds to the starters from rules/projects, rules/brokers, rules/proxies and rules/scenarios. */
declare module '#starters' {
  export const projects: import('../core/project.ts').ProjectsData;
  export const proxies: import('../core/proxy.ts').ProxiesData;
  export const scenarios: readonly import('./read-scenarios.ts').ReadScenario[];
}
