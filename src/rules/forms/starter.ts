/** The form of `starter.yaml`, the manifest of the starters for one protocol in one language. */
import { z } from 'zod';
import { form } from './basics.ts';

/** The names of slots and variants, and of the folders that hold starters. */
export const ID = /^[a-z][a-z0-9-]*$/;

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const whole = z.number().refine(Number.isSafeInteger, { error: 'a whole number' });
const value = z.union([z.string(), whole, z.boolean()]);
const text = z.string().min(1);

const slotForm = form({
  says: text,
  kind: z.enum(['text', 'integer', 'boolean']).default('text'),
  default: value,
  from: z.record(z.string(), z.record(z.string(), value)).exactOptional(),
  starts: z.array(text).min(1).exactOptional(),
  atLeast: whole.exactOptional(),
  atMost: whole.exactOptional(),
  wildcards: z.array(text).min(1).exactOptional(),
  follows: z.string().regex(ID).exactOptional(),
  own: z.literal(true).exactOptional(),
});

const stepForm = form({ says: text, run: text });

const starterForm = form({
  /** Output path → template file in the folder. */
  files: z.record(z.string(), z.string().regex(FILE_NAME, { error: 'the name of a file in this folder' })),
  needs: text.exactOptional(),
  install: text.exactOptional(),
  run: text,
  proof: z.enum(['survives', 'ran', 'compiled', 'reviewed']),
  against: text.exactOptional(),
  survives: z
    .array(z.string().regex(ID, { error: 'the id of a fault: lower-case letters, digits, hyphens' }))
    .min(1)
    .exactOptional(),
  minimal: form({
    file: z.string().regex(FILE_NAME, { error: 'the name of a file in this folder' }),
    /** Absent: it takes the place of the first of `files`. */
    path: text.exactOptional(),
    proof: z.enum(['ran', 'compiled', 'reviewed']),
    against: text.exactOptional(),
  }).exactOptional(),
  prepare: stepForm.exactOptional(),
  opens: z.url({ error: 'an address' }).exactOptional(),
  inPairs: z.literal(true).exactOptional(),
  otherEnd: stepForm.exactOptional(),
  values: z.record(z.string(), slotForm).default({}),
});

/** Client and server, and the product that they are for, where other products have folders of their own. */
export const manifestForm = form({
  variant: z.string().regex(ID, { error: 'an id: lower-case letters, digits, hyphens' }).exactOptional(),
  client: starterForm.exactOptional(),
  server: starterForm.exactOptional(),
});

/** The starter of one role. */
export type StarterManifest = z.output<typeof starterForm>;

/** A value of a starter. */
export type SlotManifest = z.output<typeof slotForm>;
