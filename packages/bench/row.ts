/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The figure holds when the value is at most this; absent: told for information. */
  readonly limit?: number;
}
