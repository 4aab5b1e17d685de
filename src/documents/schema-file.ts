/** The drafts by their names on the command line. */
export type Draft = '2020-12' | '7';

/**
 * The name of the file that holds a schema in the package, under `schema/v1/`.
 *
 * @param file of `rules`, the kind of file; `undefined`: all of them
 */
export function schemaFile(kind: string, file: string | undefined, draft: Draft): string {
  return `${kind}${file === undefined ? '' : `-${file}`}${draft === '7' ? '.draft-07' : ''}.json`;
}

/** The `$id` of a schema: a name with the version of the form, and no address. */
export function schemaId(kind: string, file: string | undefined, draft: Draft): string {
  return ['urn:wirewise:schema:v1', kind, ...(file ? [file] : []), ...(draft === '7' ? ['draft-07'] : [])].join(':');
}
