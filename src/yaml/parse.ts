/** From the bytes of a rule file to a plain value whose every part still knows its place. */
import { Composer, type Document, Lexer, Parser } from 'yaml';
import { printable } from '../text/printable.ts';
import type { Findings } from './diagnostics.ts';
import { Lines } from './lines.ts';
import type { RuleFile } from './node.ts';
import { DEEPEST, TOO_DEEP, YamlTree } from './tree.ts';

/** Of one file: beyond these, syntax errors are mostly consequences of the first. */
const MOST_SYNTAX_ERRORS = 20;

/** Also in comments: control characters, and marks of text direction, which show a reader other text than is there. */
const UNWELCOME = /[^\P{Cc}\t\n\r\u0085]|[\ufeff\u202a-\u202e\u2066-\u2069]/u;

/**
 * Parses one YAML document, strictly: no repeated keys, no keys but text, no unknown tags, no control characters, and
 * bounds on depth and on what aliases add up to.
 *
 * @returns `undefined` when the file cannot be understood as a whole; why is then in `findings`
 */
export function parseYaml(name: string, bytes: Uint8Array, findings: Findings): RuleFile | undefined {
  const text = decode(name, bytes, findings);
  if (text === undefined) return undefined;
  const lines = new Lines(name, text);
  const document = compose(text, lines, findings);
  if (document === undefined) return undefined;
  if (document.contents === null) {
    findings.add(lines.place(0), 'empty-file', 'Expected rules, the file is empty. Fill it or delete it.');
    return undefined;
  }
  const tree = new YamlTree((offset) => lines.place(offset), findings);
  const value = tree.read(document.contents);
  return tree.isWhole ? { name, value, place: (path, part) => lines.place(tree.offset(path, part)) } : undefined;
}

function compose(text: string, lines: Lines, findings: Findings): Document.Parsed | undefined {
  const parser = new Parser();
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // The composer goes down by recursion. Near the end of the stack the whole process can abort, so stop well before.
    if (parser.stack.length > DEEPEST + 40) {
      findings.add(lines.place(parser.offset), 'too-deep', TOO_DEEP);
      return undefined;
    }
  }
  tokens.push(...parser.end());
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document === undefined) return undefined;
  const problems = syntaxErrors(document);
  if (second)
    problems.push({
      offset: second.range[0],
      message: 'Expected one document, here begins a second. Remove one of them.',
    });
  if (document.directives.yaml.version !== '1.2') {
    problems.push({ offset: 0, message: 'Expected YAML 1.2. Remove the line that begins with "%YAML".' });
  }
  for (const { offset, message } of problems) findings.add(lines.place(offset), 'yaml-syntax', message);
  return problems.length === 0 ? document : undefined;
}

interface SyntaxError {
  readonly offset: number;
  readonly message: string;
}

function syntaxErrors({ errors }: Document.Parsed): SyntaxError[] {
  return (
    errors
      // After one error the parser may find every further token unexpected.
      .filter(({ message }, index) => index === 0 || !message.includes('in YAML stream'))
      .slice(0, MOST_SYNTAX_ERRORS)
      .map(({ code, message, pos }) => ({ offset: pos[0], message: syntaxMessage(code, message) }))
  );
}

function syntaxMessage(code: string, message: string): string {
  const said = printable(message)
    .replace(/(["'])quote$/, '$1')
    .replace(/\.?$/, '.');
  if (code === 'BLOCK_AS_IMPLICIT_KEY')
    return `${said} Put a text that holds ": " in quotes, or on the next line after >-`;
  const bracket = /^Flow (?:sequence|map) in block collection .* end with a ([\]}])/.exec(said)?.[1];
  if (bracket !== undefined) return `Expected "${bracket}" before this line, or the line indented.`;
  if (code === 'TAB_AS_INDENT') return `${said} Indent by two spaces.`;
  return said;
}

function decode(name: string, bytes: Uint8Array, findings: Findings): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const readable = new TextDecoder().decode(bytes);
    const place = new Lines(name, readable).place(readable.indexOf('\ufffd'));
    findings.add(place, 'not-utf8', 'Expected UTF-8, found other bytes. Save the file as UTF-8.');
    return undefined;
  }
  const bad = UNWELCOME.exec(text);
  if (bad === null) return text;
  const place = new Lines(name, text).place(bad.index);
  findings.add(place, 'control-character', `Unexpected character ${printable(bad[0])}. Remove it.`);
  return undefined;
}
