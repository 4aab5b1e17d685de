/** Which environment variables a program reads. */

/** How programs read them, in any of the languages; group 1 is the name, group 2 several of them. */
const READS =
  /(?:\benv(?:iron)?(?:\.get\(|\[|\.|::var(?:_os)?\()|[gG]etenv\((?:\)\.get(?:OrDefault)?\()?|GetEnvironmentVariable\()\s*['"]?([A-Z][A-Z0-9_]*)|const \{([^}]*)\} = (?:process\.)?env\b/g;

/** In the order of the program, each once. */
export function environmentOf(source: string): readonly string[] {
  const reads = [...source.matchAll(READS)];
  const names = reads.flatMap(([, one, several]) => one ?? several?.match(/\b[A-Z][A-Z0-9_]*\b/g) ?? []);
  return [...new Set(names)];
}
