/** Escaped markup. Only {@link html}, {@link styleOf} and {@link scriptOf} create it, so data cannot be mistaken for markup. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

/** Values of a template: absent and false give nothing, a list is joined, everything else is text. */
export type Content = Markup | string | number | false | null | undefined | readonly Content[];

/**
 * Markup from a template literal. Every value that is not markup is escaped for text between tags and for quoted
 * attributes: attributes must be quoted in the template, and values must not be in tag names, styles or comments.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(rendered)));
}

/** The style sheet of the page. It is not data, and must not contain `<`. */
export function styleOf(css: string): Markup {
  if (css.includes('<')) throw new TypeError('A style sheet must not end its element.');
  return new Markup(css);
}

/**
 * A script of the program itself, never data.
 *
 * @throws TypeError for a text that would end its element
 */
export function scriptOf(text: string): Markup {
  if (/<\/script|<!--/i.test(text)) throw new TypeError('A script must not end its element.');
  return new Markup(text);
}

function rendered(value: Content): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(rendered).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that HTML forbids, that change the text direction around them, and lone surrogates. */
const UNFIT = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\p{Cs}\p{Noncharacter_Code_Point}]/gu;

function escaped(text: string): string {
  return text.replace(UNFIT, '\ufffd').replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
