/** Starters: small programs in rule packs, before and after their slots are filled. Plain JSON. */

/** How a starter was tested: put through faults, run against a server, compiled, or reviewed by a person. */
export type Proof = 'survives' | 'ran' | 'compiled' | 'reviewed';

export type StarterRole = 'client' | 'server';

/** The value of a slot. */
export type StarterValue = string | number | boolean;

/** A named place in a program for a value from the answers or the user. */
export interface StarterSlot {
  /** Description in a few words. */
  readonly says: string;
  readonly kind: 'text' | 'integer' | 'boolean';
  readonly default: StarterValue;
  /** Question id → answer → value; the first answered question whose answer is listed counts. */
  readonly from?: Readonly<Record<string, Readonly<Record<string, StarterValue>>>>;
  /** Text must start with one of these; absent: any text. */
  readonly starts?: readonly string[];
  /** Smallest and largest integer accepted, both included; absent: any safe integer. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Words that stand for others in this text, a filter; the other end takes a text without them. */
  readonly wildcards?: readonly string[];
  /** A filter of the other end; this text takes its value from there, without wildcards. */
  readonly follows?: string;
  /** Whether it is of this end alone, although the other end has a slot of the same name. */
  readonly own?: boolean;
}

/** The mark of a slot in a template: a whole text literal, so that an unfilled file still parses. Group 2 is the name. */
export const SLOT_MARK = /(['"])\{\{([a-z][a-z0-9-]*)\}\}\1/g;

/** Endings of the files that may have slots: literals.ts can write values in their languages. */
export const SLOT_ENDINGS = ['ts', 'js', 'mjs', 'html', 'dpr', 'pas', 'py', 'go', 'java', 'cs', 'rs'] as const;

/** One program: its files as templates, in which `'{{name}}'` marks a slot. */
export interface Starter {
  /** In reading order; the path is relative, with `/`. */
  readonly files: readonly { readonly path: string; readonly template: string }[];
  /** What must be there besides what its language needs, as a phrase. */
  readonly needs?: string;
  /** The command that installs the dependencies; absent if there are none. */
  readonly install?: string;
  readonly run: string;
  readonly proof: Proof;
  /** What it ran against or was compiled with; absent for `reviewed`. */
  readonly against?: string;
  /** Ids of the faults that the survival suite put it through; only and always with the proof `survives`. */
  readonly survives?: readonly string[];
  /** Its shortest form, in about ten lines: what the protocol looks like, and nothing that real work needs besides. */
  readonly minimal?: MinimalStarter;
  /** What has to be done once in each terminal before it runs. */
  readonly prepare?: StarterStep;
  /** Address of its page in a browser. */
  readonly opens?: string;
  /** Whether it takes two of these programs to see a message. */
  readonly inPairs?: boolean;
  /** What takes the place of the starter for the other role. */
  readonly otherEnd?: StarterStep;
  readonly slots: Readonly<Record<string, StarterSlot>>;
}

/** A step of a README: sentences, and shell commands. In those of `prepare`, `{{snippet}}` is the one that writes the project. */
export interface StarterStep {
  readonly says: string;
  readonly run: string;
}

export interface MinimalStarter {
  readonly path: string;
  readonly template: string;
  readonly proof: Proof;
  /** As in `Starter`. */
  readonly against?: string;
}

/** Starters by role; either may be missing. */
export type StarterRoles = Readonly<Partial<Record<StarterRole, Starter>>>;

/** The starters of one language for one protocol; one set for each product if products differ too much. */
export interface LanguageStarters extends StarterRoles {
  /** The product of `client` and `server`; absent if there is only one. */
  readonly variant?: string;
  /** Starters for other products, by id. */
  readonly variants?: Readonly<Record<string, StarterRoles>>;
}

/** Protocol id → language id. */
export type StartersData = Readonly<Record<string, Readonly<Record<string, LanguageStarters>>>>;

/** A filled starter; the `snippet` of a decision. */
export interface RenderedStarter {
  readonly protocol: string;
  readonly language: string;
  /** The product that it is for; absent if there is only one. */
  readonly variant?: string;
  readonly role: StarterRole;
  readonly proof: Proof;
  readonly against?: string;
  /** As in `Starter`. */
  readonly survives?: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly install?: string;
  readonly run: string;
  /** The values of the slots, by name. */
  readonly values: Readonly<Record<string, StarterValue>>;
}
