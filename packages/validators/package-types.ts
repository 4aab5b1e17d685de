/** What "Are the types wrong?" and publint say about a packed package. */
import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';

/** One line for each problem, for whichever way of resolving modules. */
export async function packageComplaints(tarball: string): Promise<readonly string[]> {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({ pack: { tarball: Uint8Array.from(bytes).buffer }, strict: true });
  const types = await checkPackage(createPackageFromTarballData(Uint8Array.from(bytes)));
  if (!types.types) return ['No types.'];
  return [
    ...messages.map(({ code, path }) => `publint: ${code} at ${path.join('.')}`),
    ...types.problems.map((problem) => `attw: ${JSON.stringify(problem)}`),
  ];
}
