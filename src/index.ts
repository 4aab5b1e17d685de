/** wirewise as a library: the same rules, the same decisions. */
export * from './core.ts';
export { loadRules, RulesError } from './rules/load-rules.ts';
