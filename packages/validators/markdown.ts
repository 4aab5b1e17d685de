import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export type { Heading, Nodes, Root, RootContent } from 'mdast';

/**
 * Parses a page of GitHub's flavour of Markdown. Without the parser's second look for addresses in finished text, which
 * also finds them behind a backslash; GitHub does not.
 */
export function readMarkdown(text: string): Root {
  const mdastExtensions = gfmFromMarkdown().map(({ transforms: _, ...extension }) => extension);
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions });
}
