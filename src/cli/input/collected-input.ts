import type { Input } from '../../core/overrides.ts';

/** Answers, and what else says what is decided. */
export interface CollectedInput extends Input {
  /** Whether only the core protocols are ranked. */
  readonly core: boolean;
}
