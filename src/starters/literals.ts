/**
 * Writes a value as a literal of each language: for any text, one constant expression that evaluates to it. Quotes, line
 * breaks, interpolation marks, control characters, and characters that reorder or hide text are escaped. A lone surrogate
 * becomes U+FFFD in languages that cannot write it.
 */
import { SLOT_ENDINGS, type StarterValue } from './starter.ts';

/** Everything except letters, marks, digits, punctuation, symbols and the plain space. */
function isInvisible(char: string): boolean {
  // ASCII first, because Unicode classes are slow to initialise.
  return (char < ' ' || char > '~') && /[\p{C}\p{Z}]/u.test(char);
}

interface Dialect {
  readonly text: (value: string) => string;
  readonly booleans: readonly [no: string, yes: string];
}

/** By file ending, without the dot. Other files cannot have slots. */
const DIALECTS: Readonly<Record<(typeof SLOT_ENDINGS)[number], Dialect>> = {
  ts: script(),
  js: script(),
  mjs: script(),
  html: script(),
  dpr: { text: quotePascal, booleans: ['False', 'True'] },
  pas: { text: quotePascal, booleans: ['False', 'True'] },
  py: { text: (value) => quote(value, "'", pythonEscape), booleans: ['False', 'True'] },
  go: { text: (value) => quote(value, '"', pythonEscape, '\\ufffd'), booleans: ['false', 'true'] },
  java: { text: (value) => quote(value, '"', utf16Escape), booleans: ['false', 'true'] },
  cs: { text: (value) => quote(value, '"', utf16Escape), booleans: ['false', 'true'] },
  rs: { text: (value) => quote(value, '"', braceEscape, '\\u{fffd}'), booleans: ['false', 'true'] },
};

/**
 * The literal for a value in a file.
 *
 * @param path decides the language by its ending
 * @throws on an unknown ending and on a number that is not a safe integer: both are bugs of the caller
 */
export function renderLiteral(path: string, value: StarterValue): string {
  const ending = path.slice(path.lastIndexOf('.') + 1);
  const known = SLOT_ENDINGS.find((one) => one === ending);
  const dialect = known && DIALECTS[known];
  if (dialect === undefined) throw new Error(`No literals are known for files like ${path}.`);
  if (typeof value === 'boolean') return dialect.booleans[value ? 1 : 0];
  if (typeof value === 'string') return dialect.text(value);
  if (!Number.isSafeInteger(value)) throw new Error(`Expected a whole number, got ${value}.`);
  return String(value);
}

function script(): Dialect {
  // "<" is escaped so that neither a closing script tag nor a comment can begin inside an HTML page.
  return { text: (value) => quote(value, "'", utf16Escape, undefined, '<'), booleans: ['false', 'true'] };
}

function quote(value: string, mark: string, escaped: (char: string) => string, lone?: string, also = ''): string {
  let body = '';
  for (const char of value) {
    if (lone !== undefined && !char.isWellFormed()) body += lone;
    else if (char === '\\' || char === mark) body += `\\${char}`;
    else if (char === '\n') body += '\\n';
    else if (char === '\r') body += '\\r';
    else if (char === '\t') body += '\\t';
    else if (isInvisible(char) || also.includes(char)) body += escaped(char);
    else body += char;
  }
  return mark + body + mark;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function utf16Escape(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
    .join('');
}

function pythonEscape(char: string): string {
  const code = codePoint(char);
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function braceEscape(char: string): string {
  return `\\u{${hex(codePoint(char), 1)}}`;
}

/** Delphi before 12 allows 255 characters in a literal; less keeps the lines readable. */
const PASCAL_CHUNK = 100;

/**
 * Printable ASCII between quotes, everything else as `#$` and a UTF-16 code unit: the meaning of other characters
 * would depend on the encoding that the compiler assumes.
 */
function quotePascal(value: string): string {
  const chunks: string[] = [];
  for (let start = 0; start < value.length; start += PASCAL_CHUNK) {
    chunks.push(value.slice(start, start + PASCAL_CHUNK).replace(/[ -~]+|[^ -~]/gu, pascalRun));
  }
  return chunks.length === 0 ? "''" : chunks.join(' +\n    ');
}

function pascalRun(run: string): string {
  if (/^[ -~]/.test(run)) return `'${run.replaceAll("'", "''")}'`;
  return run
    .split('')
    .map((unit) => `#$${hex(unit.charCodeAt(0), 4).toUpperCase()}`)
    .join('');
}
