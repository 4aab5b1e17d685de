/** Checks the values of slots. */
import { quote } from '../text/printable.ts';
import type { StarterSlot, StarterValue } from './starter.ts';

/** More than any address or topic needs; refuses a pasted file. */
const LONGEST_TEXT = 4096;

/**
 * Converts a value to the slot's kind: `yes`, `no`, `true` and `false` to booleans, digits to integers. A problem is a
 * sentence for the user.
 */
export function checkSlotValue(
  name: string,
  slot: StarterSlot,
  value: StarterValue,
): { readonly value: StarterValue } | { readonly problem: string } {
  if (slot.kind === 'boolean') return checkBoolean(name, value);
  if (slot.kind === 'integer') return checkInteger(name, slot, value);
  return checkText(name, slot, value);
}

function checkBoolean(name: string, value: StarterValue) {
  if (value === true || value === 'true' || value === 'yes') return { value: true };
  if (value === false || value === 'false' || value === 'no') return { value: false };
  return { problem: `Expected yes or no for ${name}, got ${quote(value)}.` };
}

function checkInteger(name: string, slot: StarterSlot, value: StarterValue) {
  const isNumeral = typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,16}$/.test(value));
  const number = isNumeral ? Number(value) : Number.NaN;
  const { atLeast = Number.MIN_SAFE_INTEGER, atMost = Number.MAX_SAFE_INTEGER } = slot;
  if (Number.isSafeInteger(number) && number >= atLeast && number <= atMost) return { value: number };
  const range = slot.atLeast === undefined && slot.atMost === undefined ? '' : ` from ${atLeast} to ${atMost}`;
  return { problem: `Expected a whole number${range} for ${name}, got ${quote(value)}.` };
}

function checkText(name: string, slot: StarterSlot, value: StarterValue) {
  const text = String(value);
  if (text.length > LONGEST_TEXT) {
    return { problem: `Expected at most ${LONGEST_TEXT} characters for ${name}, got ${text.length}.` };
  }
  if (!text.isWellFormed())
    return { problem: `Expected whole Unicode characters for ${name}, got half a surrogate pair.` };
  if (slot.starts && !slot.starts.some((start) => text.startsWith(start))) {
    return { problem: `Expected ${name} to start with ${slot.starts.join(' or ')}, got ${quote(value)}.` };
  }
  return { value: text };
}
