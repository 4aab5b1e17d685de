import { execFileSync } from 'node:child_process';

/**
 * Builds once before all tests: dist/ with the shipped rules, which process tests start as users do, and dist.frozen/
 * with the rules of test/frozen-rules/.
 */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/build/frozen-rules.mjs'], { stdio: 'inherit' });
}
