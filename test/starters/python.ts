/** Reads Python far enough to see where text ends and code begins. */

const PATTERN = /#[^\n]*|(\b[rbfRBF]{1,2})?("""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;

/** The code without its comments, each text replaced by a mark; and the values of the plain texts in single quotes. */
export function takePythonApart(source: string): { readonly code: string; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const code = source.replace(PATTERN, (whole, prefix: string | undefined, literal: string | undefined) => {
    if (literal === undefined) return '';
    if (prefix !== undefined) return `${prefix}<${whole.length}>`;
    if (literal.startsWith("'")) texts.push(evaluate(literal.slice(1, -1)));
    return '<>';
  });
  return { code, texts };
}

const NAMED = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function evaluate(body: string): string {
  return body.replace(
    /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g,
    (_whole: string, short?: string, long?: string, char = '') =>
      char === '' ? String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16)) : (NAMED.get(char) ?? char),
  );
}
