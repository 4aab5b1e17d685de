/** Words that some reader of YAML takes for something else than text, unless they are quoted. */

/**
 * What YAML 1.1, which PyYAML, Ruby and Go read, takes for a number, a date, a boolean, nothing, a merge or a default; a
 * bit more than that, but no version such as 3.0.0.
 */
const NO_TEXT =
  /^(?!\d+\.\d+\.\d+$)(?:[-+]?[.\d][\d_,.:a-fxob+\-tz \t]*|[-+]?\.(?:inf|nan)|[-+]?e[-+]?\d+|~|null|y|n|yes|no|on|off|true|false|=|<<)$/i;

/**
 * How a text has to be quoted, so that every reader takes it for that text and prettier leaves it as it is; `undefined`
 * where the writer may choose.
 */
export function yamlQuotes(text: string): 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | undefined {
  if (NO_TEXT.test(text)) return 'QUOTE_DOUBLE';
  // With both quotes in it, prettier wants the single ones around it, unless something is escaped.
  return text.includes('"') && text.includes("'") && !/[\\\p{Cc}]/u.test(text) ? 'QUOTE_SINGLE' : undefined;
}
