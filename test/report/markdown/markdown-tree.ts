import type { Nodes, Root } from '@wirewise/validators/markdown';

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
