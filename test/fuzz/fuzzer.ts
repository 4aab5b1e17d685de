/** What a fuzzer is. A file in fuzzers/ that exports one as `fuzzer` is found by its place. */
import type fc from 'fast-check';

export interface Fuzzer {
  /** What it makes, in the plural: the heading of its figures. */
  readonly kind: string;
  /** How many inputs it tries, against the others. */
  readonly share: number;
  /** The inputs, each as what has to be done with it. */
  readonly trials: fc.Arbitrary<Trial>;
}

interface Trial {
  /** For the report of a finding. */
  readonly input: unknown;
  /**
   * Gives the input to the program.
   *
   * @returns what became of it, in a word, such as `refused`: figures that show whether most inputs get far enough
   * @throws for a finding
   */
  run(): string | Promise<string>;
}

/** Makes a fuzzer of one kind of input. */
export function fuzzerOf<Input>({
  inputs,
  attempt,
  ...rest
}: Omit<Fuzzer, 'trials'> & {
  readonly inputs: fc.Arbitrary<Input>;
  readonly attempt: (input: Input) => string | Promise<string>;
}): Fuzzer {
  return { ...rest, trials: inputs.map((input) => ({ input, run: () => attempt(input) })) };
}
