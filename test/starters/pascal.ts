/** A tokenizer for Pascal as Delphi reads it: enough to see where text ends and code begins. */

export interface PascalToken {
  readonly kind: 'text' | 'word' | 'number' | 'symbol';
  /** Of a text: what it evaluates to, adjacent pieces and sums of texts joined. */
  readonly value: string;
}

const PATTERN = new RegExp(
  [
    String.raw`(?<space>\s+|//[^\r\n]*|\{[^}]*\}|\(\*[\s\S]*?\*\))`,
    String.raw`(?<text>(?:'(?:[^'\r\n]|'')*'|#\$[0-9A-Fa-f]+|#\d+)+)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
    String.raw`(?<number>\d+(?:\.\d+)?|\$[0-9A-Fa-f]+)`,
    String.raw`(?<symbol>:=|<>|<=|>=|\.\.|[-+*/=<>()[\],;:.@^])`,
  ].join('|'),
  'y',
);

/** @throws on a character that can begin no token, such as an apostrophe that nothing closes */
export function tokenizePascal(source: string): readonly PascalToken[] {
  const tokens: PascalToken[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < source.length) {
    const at = PATTERN.lastIndex;
    const groups = PATTERN.exec(source)?.groups;
    if (groups === undefined) throw new Error(`No token at ${JSON.stringify(source.slice(at, at + 40))}`);
    const { text, word, number, symbol } = groups;
    if (text !== undefined) tokens.push({ kind: 'text', value: evaluate(text) });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', value: symbol });
  }
  return joinSums(tokens);
}

function evaluate(literal: string): string {
  return [...literal.matchAll(/'((?:[^']|'')*)'|#\$([0-9A-Fa-f]+)|#(\d+)/g)]
    .map(([, quoted, hex, decimal]) =>
      quoted === undefined
        ? String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number(decimal))
        : quoted.replaceAll("''", "'"),
    )
    .join('');
}

function joinSums(tokens: readonly PascalToken[]): readonly PascalToken[] {
  const joined: PascalToken[] = [];
  for (const token of tokens) {
    const [left, plus] = joined.slice(-2);
    if (token.kind === 'text' && plus?.value === '+' && plus.kind === 'symbol' && left?.kind === 'text') {
      joined.splice(-2, 2, { kind: 'text', value: left.value + token.value });
    } else joined.push(token);
  }
  return joined;
}
