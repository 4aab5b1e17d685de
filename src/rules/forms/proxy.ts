/** The form of `proxies/<server>/proxy.yaml`, which only the built-in rules have. */
import { z } from 'zod';
import { form } from './basics.ts';

const text = z.string().min(1);

const slotForm = form({
  says: text,
  kind: z.enum(['seconds', 'address', 'path']),
  default: z.union([z.string(), z.int()]),
});

/** A file of the same folder. */
const fileName = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/, { error: 'the name of a file in this folder' });

const linesForm = form({
  file: fileName,
  where: text,
  without: text,
  frame: z.string().exactOptional(),
  route: text.exactOptional(),
  proof: z.enum(['ran', 'compiled', 'reviewed']),
  against: text.exactOptional(),
  sources: z.array(z.url()).min(1),
  defaults: z.record(z.string(), z.union([z.string(), z.int()])).default({}),
});

const frameForm = form({
  file: fileName,
  where: text,
  defaults: z.record(z.string(), z.union([z.string(), z.int()])).default({}),
});

export const serverForm = form({
  name: text,
  combines: z.boolean().default(false),
  frames: z.record(z.string(), frameForm).default({}),
  values: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'lower-case letters, digits and hyphens' }),
    slotForm,
  ),
  protocols: z.record(z.string(), linesForm),
});
