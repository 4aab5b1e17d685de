/** Reads Go, Java, Rust and C# far enough to see where text ends and code begins. */

const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const PATTERNS = {
  go: new RegExp(`${COMMENT}|(\`[^\`]*\`|'(?:[^'\\\\\\n]|\\\\[^\\n])+')|("(?:[^"\\\\\\n]|\\\\[^\\n])*")`, 'g'),
  rs: new RegExp(
    `${COMMENT}|(r(#+)"[\\s\\S]*?"\\2|b?'(?:[^'\\\\\\n]|\\\\[^\\n])'|b"(?:[^"\\\\]|\\\\[\\s\\S])*")|("(?:[^"\\\\]|\\\\[\\s\\S])*")`,
    'g',
  ),
  java: new RegExp(`${COMMENT}|("""[^]*?"""|'(?:[^'\\\\\\n]|\\\\[^\\n])+')|("(?:[^"\\\\\\n]|\\\\[^\\n])*")`, 'g'),
  cs: new RegExp(
    `${COMMENT}|('(?:[^'\\\\\\n]|\\\\[^\\n])+'|[$@]+"(?:[^"\\\\\\n]|\\\\[^\\n])*")|("(?:[^"\\\\\\n]|\\\\[^\\n])*")`,
    'g',
  ),
} as const;

/** The code without its comments, each text replaced by a mark; and the values of the texts in double quotes. */
export function takeCurlyApart(
  language: keyof typeof PATTERNS,
  source: string,
): { readonly code: string; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const code = source.replace(PATTERNS[language], (whole) => {
    if (/^\/[/*]/.test(whole)) return '';
    if (!whole.startsWith('"') || whole.startsWith('"""')) return `<${whole.length}>`;
    texts.push(evaluate(whole.slice(1, -1)));
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
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/g,
    (_whole: string, braced?: string, short?: string, long?: string, char = '') =>
      char === ''
        ? String.fromCodePoint(Number.parseInt(braced ?? short ?? long ?? '', 16))
        : (NAMED.get(char) ?? char),
  );
}
