/** Readers and a formatter of YAML that other teams use. */
import { check } from 'prettier';
import { parse } from 'yaml';

/** Whether prettier, as it comes, would leave a file as it is. */
export function isPretty(text: string): Promise<boolean> {
  return check(text, { parser: 'yaml' });
}

/** What a reader of YAML 1.1 makes of a file. */
export function readYaml11(text: string): unknown {
  return parse(text, { version: '1.1' });
}
