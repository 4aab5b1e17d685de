import { execFileSync } from 'node:child_process';

/** Tests read the compiled rules and start the built program, as users do: it is built once before all of them. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
