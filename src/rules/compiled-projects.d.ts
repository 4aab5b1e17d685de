/** What scripts/build.mjs adds to the starters from rules/projects, rules/brokers and rules/proxies. */
declare module '#starters' {
  export const projects: import('../core/project.ts').ProjectsData;
  export const proxies: import('../core/proxy.ts').ProxiesData;
}
