/** The form of `proxies/<server>/proxy.yaml`, which only the built-in rules have. */
import { z } from 'zod';
import { form } from './basics.ts';

const text = z.string().min(1);

const slotForm = form({
  says: text,
  kind: z.enum(['seconds', 'address', 'path']),
  default: z.union([z.string(), z.int()]),
});

const linesForm = form({
  /** A file of the same folder. */
  file: z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, { error: 'the name of a file in this folder' }),
  where: text,
  without: text,
  proof: z.enum(['ran', 'reviewed']),
  against: text.exactOptional(),
  sources: z.array(z.url()).min(1),
  defaults: z.record(z.string(), z.union([z.string(), z.int()])).default({}),
});

export const serverForm = form({
  name: text,
  values: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'lower-case letters, digits and hyphens' }),
    slotForm,
  ),
  protocols: z.record(z.string(), linesForm),
});
