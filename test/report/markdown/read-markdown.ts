import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * A page as GitHub's flavour of Markdown reads it, by a parser that is not ours. Without that parser's second look for
 * addresses in finished text, which finds them behind a backslash, too; GitHub does not.
 */
export function readMarkdown(text: string): Root {
  const mdastExtensions = gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension);
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions });
}

/** Every node, parents first. */
export function allNodes(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap((child) => allNodes(child)) : [])];
}

/** The text and code in a node, without its markup. */
export function textIn(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => textIn(child)).join('') : '';
}

/** What a reader must never find in a report: markup that came out of data, tables that fell apart. */
export function flawsOf(root: Root): string[] {
  return allNodes(root).flatMap((node) => {
    if (node.type === 'html' && !node.value.startsWith('<!-- As wirewise wrote it')) return [`HTML: ${node.value}`];
    if (['image', 'imageReference', 'linkReference', 'definition', 'footnoteReference', 'delete'].includes(node.type)) {
      return [`${node.type}: ${textIn(node)}`];
    }
    if (node.type === 'link' && !/^https?:\/\//.test(node.url)) return [`link: ${node.url}`];
    if (node.type === 'table') {
      const widths = new Set(node.children.map(({ children }) => children.length));
      return widths.size === 1 ? [] : [`a table with rows of ${[...widths].join(' and ')} cells`];
    }
    return [];
  });
}
