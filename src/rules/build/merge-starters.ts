import type { StartersData } from '../../starters/starter.ts';

/** Merges starters. The last pack that has a language of a protocol gives both ends of it, so that they fit together. */
export function mergeStarters(...layers: readonly StartersData[]): StartersData {
  const merged: Record<string, StartersData[string]> = {};
  for (const layer of layers) {
    for (const [protocol, languages] of Object.entries(layer)) {
      // Getters are copied as they are: they read the built-in starters from their files at the first use.
      merged[protocol] = Object.defineProperties(
        {},
        { ...Object.getOwnPropertyDescriptors(merged[protocol] ?? {}), ...Object.getOwnPropertyDescriptors(languages) },
      );
    }
  }
  return merged;
}
