import { dirname, join, relative, resolve, sep } from 'node:path';
import { schemaFile, schemaId } from '../../documents/schema-file.ts';
import { exists } from '../input/exists.ts';

const INSTALLED = join('node_modules', 'wirewise');

/** A kind of document, and for `rules` a kind of rule file. */
interface SchemaName {
  readonly kind: string;
  readonly file?: string;
}

/**
 * The first lines of a YAML file that the program writes: they tell editors its schema, one line for those with the
 * YAML language server, one for JetBrains. In draft 7, which older servers read, too.
 *
 * Where the package is installed above the file, the path leads into it, relative to the file: nothing is fetched, no path
 * of this machine gets into the file, and the schema is that of the version that is installed. Elsewhere, as with a global
 * install or npx, it is the `$id` of the schema, which an editor can map to a file.
 *
 * @param path of the YAML file
 * @returns two lines with their line ends
 */
export function schemaModeline({ kind, file }: SchemaName, path: string, cwd: string): string {
  const folder = dirname(resolve(cwd, path));
  const target = join(INSTALLED, 'dist', 'schema', 'v1', schemaFile(kind, file, '7'));
  const root = foldersUpFrom(folder).find((dir) => exists(join(dir, target)));
  const schema = root === undefined ? schemaId(kind, file, '7') : relativeTo(folder, join(root, target));
  return `# yaml-language-server: $schema=${schema}\n# $schema: ${schema}\n`;
}

function relativeTo(folder: string, target: string): string {
  const way = relative(folder, target).split(sep).join('/');
  return way.startsWith('../') ? way : `./${way}`;
}

function foldersUpFrom(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpFrom(parent)];
}
