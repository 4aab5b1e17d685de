/** Parses the bytes of a YAML file into a plain value. The place of each part of the value can be found. */
import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import { checkNodes, DEEPEST, type ReportAt } from './check-nodes.ts';
import type { Findings } from './diagnostics.ts';
import { FILE, SYNTAX } from './messages.ts';
import type { RuleFile } from './node.ts';
import { offsetsIn, placesIn } from './places.ts';

/** Most syntax errors reported for one file. Further ones are mostly consequences of the first. */
const MOST_SYNTAX_ERRORS = 20;

/** Most lines of a file; the largest built-in file has about 2,000. The parser takes quadratic time for some of them. */
const MOST_LINES = 100_000;

/** Levels of the parser above {@link DEEPEST}; it counts also documents, keys and the like. */
const PARSER_LEVELS = 40;

/** Not allowed, also in comments: control characters, and marks of text direction, which hide what a text holds. */
const UNWELCOME = /[^\P{Cc}\t\n\r\u0085]|[\ufeff\u202a-\u202e\u2066-\u2069]/u;

/** The bounds of {@link checkNodes} hold instead of the library's, which counts aliases and not what they stand for. */
const NO_LIMIT = -1;

export interface YamlOptions {
  /** Whether texts may hold tabs, as the lines of programs do. */
  readonly hasTabs?: boolean;
}

/**
 * Parses one YAML document, strictly: no repeated keys, no unknown tags, no control characters, and bounds on depth and
 * on size. Keys are text: `1:` is the key "1".
 *
 * @returns `undefined` when the file cannot be understood as a whole; the reasons are then in `findings`
 */
export function parseYaml(
  name: string,
  bytes: Uint8Array,
  findings: Findings,
  { hasTabs = false }: YamlOptions = {},
): RuleFile | undefined {
  const text = decode(name, bytes, findings);
  if (text === undefined) return undefined;
  const placeAt = placesIn(name, text);
  const report: ReportAt = (offset, message, args) => findings.report(placeAt(offset), message, args);
  const document = compose(text, report);
  if (document === undefined) return undefined;
  const root = document.contents;
  if (root === null) {
    report(0, FILE.empty, {});
    return undefined;
  }
  if (!checkNodes(root, (offset) => placeAt(offset).line, hasTabs, report)) return undefined;
  const value: unknown = document.toJS({ maxAliasCount: NO_LIMIT });
  const offsetOf = offsetsIn(root);
  return { name, value, place: (path, part) => placeAt(offsetOf(path, part)) };
}

/** Repeated keys and tags are reported by {@link checkNodes}, which says more. */
const OPTIONS = {
  prettyErrors: false,
  uniqueKeys: false,
  stringKeys: true,
  resolveKnownTags: false,
  logLevel: 'error',
} as const;

/** Does what `parseDocument` of the library does, and stops at a depth at which the library could exhaust the stack. */
function compose(text: string, report: ReportAt): Document.Parsed | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST + PARSER_LEVELS) {
      report(parser.offset, FILE.tooDeep, { most: DEEPEST });
      return undefined;
    }
  }
  tokens.push(...parser.end());
  const composer = new Composer(OPTIONS);
  const [document, second] = withoutStacks(() => {
    const [first, other] = composer.compose(tokens, true, text.length);
    return [first, other];
  });
  if (document === undefined) return undefined;
  const errors = syntaxErrors(document);
  for (const { code, message, pos } of errors) {
    report(pos[0], SYNTAX.parser, { fault: code, said: withoutSource(message) });
  }
  if (second) report(second.range[0], SYNTAX.secondDocument, {});
  const isOtherVersion = document.directives.yaml.version !== '1.2';
  if (isOtherVersion) report(0, SYNTAX.version, {});
  return errors.length === 0 && !second && !isOtherVersion ? document : undefined;
}

/** Nobody reads the stacks of the library's errors; to take 100,000 of them takes longer than all else. */
function withoutStacks<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** After one error the parser may find every further token unexpected. */
function syntaxErrors({ errors }: Document.Parsed): Document.Parsed['errors'] {
  return errors
    .filter(({ message }, index) => index === 0 || !message.includes('in YAML stream'))
    .slice(0, MOST_SYNTAX_ERRORS);
}

function hasMoreLines(text: string, most: number): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= most; at = text.indexOf('\n', at + 1)) lines++;
  return lines > most;
}

/** Messages of the library may end with a part of the file, which may be no file of ours. */
function withoutSource(message: string): string {
  return message.replace(/(characters|YAML stream|YAML document|YAML token|tag|directive): .*$/s, '$1');
}

function decode(name: string, bytes: Uint8Array, findings: Findings): string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const readable = new TextDecoder().decode(bytes);
    const place = placesIn(name, readable)(readable.indexOf('\ufffd'));
    findings.report(place, FILE.notUtf8, {});
    return undefined;
  }
  if (hasMoreLines(text, MOST_LINES)) {
    findings.report(placesIn(name, '')(0), FILE.tooManyLines, { most: MOST_LINES });
    return undefined;
  }
  const bad = UNWELCOME.exec(text);
  if (bad === null) return text;
  const place = placesIn(name, text)(bad.index);
  findings.report(place, FILE.control, { character: bad[0] });
  return undefined;
}
