import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { schemaFile } from '../../documents/schema-file.ts';

const INSTALLED = join('node_modules', 'wirewise');

/**
 * The first lines of a YAML file that the program writes: they tell editors its schema, one line for those with the
 * YAML language server, one for JetBrains. In draft 7, which older servers read, too.
 *
 * The path is relative to the file and leads into the installed package: nothing is fetched, no path of this machine
 * gets into the file, and the schema is that of the version that is installed. Where the package is not installed above
 * the file, as with npx, the path is where it will be once somebody installs it: beside the nearest package.json, else
 * in the working directory.
 *
 * @param kind a schema, such as `check`, or a kind of rule file as `rules-protocol`
 * @param path of the YAML file
 * @returns two lines with their line ends
 */
export function schemaModeline(kind: string, path: string, cwd: string): string {
  const folder = dirname(resolve(cwd, path));
  const above = foldersUpFrom(folder);
  const root =
    above.find((dir) => existsSync(join(dir, INSTALLED, 'package.json'))) ??
    above.find((dir) => existsSync(join(dir, 'package.json'))) ??
    cwd;
  const target = join(root, INSTALLED, 'dist', 'schema', 'v1', schemaFile(kind, undefined, '7'));
  const way = relative(folder, target).split(sep).join('/');
  const schema = way.startsWith('../') ? way : `./${way}`;
  return `# yaml-language-server: $schema=${schema}\n# $schema: ${schema}\n`;
}

function foldersUpFrom(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpFrom(parent)];
}
