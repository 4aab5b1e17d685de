/** The forms of `projects/*.yaml` and `brokers/*.yaml`, which only the built-in rules have. */
import { z } from 'zod';
import { form, line } from './basics.ts';

/** Output path to text. The loader checks the paths. */
const filesForm = z.record(z.string(), z.string().regex(/\n$/, { error: 'text that ends with a line end' }));

/** Narrow enough to be written into JSON, TOML, XML and requirement files without escaping. */
const packageName = z.string().regex(/^@?[A-Za-z0-9][A-Za-z0-9._/:-]*$/, { error: 'the name of a package' });

const version = z.string().regex(/^v?\d[A-Za-z0-9.+-]*$/, { error: 'one exact version, as text' });

const groupForm = form({
  line: z.string().regex(/\{\{package\}\}/, { error: 'text with {{package}}' }),
  between: z.string(),
  whole: z.string().regex(/\{\{lines\}\}/, { error: 'text with {{lines}}' }),
});

export const projectForm = form({
  needs: line(),
  install: line().exactOptional(),
  run: line().exactOptional(),
  otherEnd: line().exactOptional(),
  files: filesForm.default({}),
  groups: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'lower-case letters, digits and hyphens' }), groupForm)
    .default({}),
  packages: z
    .array(form({ name: packageName, version, group: z.string(), usedBy: z.string().min(3).exactOptional() }))
    .default([]),
});

export const brokerForm = form({
  name: line(),
  protocol: line(),
  languages: z.array(line()).min(1).exactOptional(),
  variants: z.array(line()).min(1).exactOptional(),
  files: filesForm.default({}),
  compose: line(),
  plain: line(),
  note: z.string().min(1),
  values: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
});
