import type { StartersData } from '../../starters/starter.ts';

/** Later ones over earlier ones: a language of a protocol comes whole from one pack, so that both ends fit together. */
export function mergeStarters(...layers: readonly StartersData[]): StartersData {
  const merged: Record<string, StartersData[string]> = {};
  for (const layer of layers) {
    for (const [protocol, languages] of Object.entries(layer)) {
      // The built-in ones are read from their files when they are looked at.
      merged[protocol] = Object.defineProperties(
        {},
        { ...Object.getOwnPropertyDescriptors(merged[protocol] ?? {}), ...Object.getOwnPropertyDescriptors(languages) },
      );
    }
  }
  return merged;
}
