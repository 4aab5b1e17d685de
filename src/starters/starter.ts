/** Starters: small programs of rule packs, as templates and with their values filled in. Plain JSON. */

/** How a starter was verified: a test ran it against a server, a test compiled it, or a person reviewed it. */
export type Proof = 'ran' | 'compiled' | 'reviewed';

export type StarterRole = 'client' | 'server';

/** The value of a slot. */
export type StarterValue = string | number | boolean;

/** A named value in a program that the answers or the user may set. */
export interface StarterSlot {
  /** What it is, in a few words. */
  readonly says: string;
  readonly kind: 'text' | 'integer' | 'boolean';
  readonly default: StarterValue;
  /** Question id → answer → value; the first answered question whose answer is listed counts. */
  readonly from?: Readonly<Record<string, Readonly<Record<string, StarterValue>>>>;
  /** Text has to start with one of these; absent: any text. */
  readonly starts?: readonly string[];
  /** Smallest and largest integer accepted, both included; absent: any safe integer. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The mark of a slot in a template: a whole text literal, so that an unfilled file still parses. Group 2 is the name. */
export const SLOT_MARK = /(['"])\{\{([a-z][a-z0-9-]*)\}\}\1/g;

/** Endings of files that may have slots: those of languages in which literals can be written. */
export const SLOT_ENDINGS = ['ts', 'js', 'mjs', 'html', 'dpr', 'pas', 'py', 'go', 'java', 'cs', 'rs'] as const;

/** One program: its files as templates, in which `'{{name}}'` marks a slot. */
export interface Starter {
  /** In the order in which they are best read; paths are relative, with `/`. */
  readonly files: readonly { readonly path: string; readonly template: string }[];
  /** The command that installs the packages of the program; absent where it needs none. */
  readonly install?: string;
  readonly run: string;
  readonly proof: Proof;
  /** The software that it ran with or was compiled with; absent for `reviewed`. */
  readonly against?: string;
  readonly slots: Readonly<Record<string, StarterSlot>>;
}

/** A missing entry means that there is no such starter. */
export type StarterRoles = Readonly<Partial<Record<StarterRole, Starter>>>;

/** The starters of one language for one protocol; where products differ too much for one program, one set for each. */
export interface LanguageStarters extends StarterRoles {
  /** The product that `client` and `server` are for; absent where there is only one. */
  readonly variant?: string;
  /** The same for other products, by id. */
  readonly variants?: Readonly<Record<string, StarterRoles>>;
}

/** Protocol id → language id. */
export type StartersData = Readonly<Record<string, Readonly<Record<string, LanguageStarters>>>>;

/** A starter with its values filled in; the `snippet` of a decision. */
export interface RenderedStarter {
  readonly protocol: string;
  readonly language: string;
  /** The product that it is for; absent where there is only one. */
  readonly variant?: string;
  readonly role: StarterRole;
  readonly proof: Proof;
  readonly against?: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly install?: string;
  readonly run: string;
  /** What went into the slots, by name. */
  readonly values: Readonly<Record<string, StarterValue>>;
}
