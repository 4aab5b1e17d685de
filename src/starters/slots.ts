/** Whether a value may go into a slot. */
import type { StarterSlot, StarterValue } from './starter.ts';

/** More than any address or topic needs; a limit keeps a pasted file from becoming a program's constant. */
const LONGEST_TEXT = 4096;

/**
 * Reads a value as the slot's kind: `yes`, `no`, `true` and `false` as booleans, digits as integers.
 * The problem, where there is one, is a sentence for the user.
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
  return { problem: `Expected yes or no for ${name}, got ${show(value)}.` };
}

function checkInteger(name: string, slot: StarterSlot, value: StarterValue) {
  const isNumeral = typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,16}$/.test(value));
  const number = isNumeral ? Number(value) : Number.NaN;
  const { atLeast = Number.MIN_SAFE_INTEGER, atMost = Number.MAX_SAFE_INTEGER } = slot;
  if (Number.isSafeInteger(number) && number >= atLeast && number <= atMost) return { value: number };
  const range = slot.atLeast === undefined && slot.atMost === undefined ? '' : ` from ${atLeast} to ${atMost}`;
  return { problem: `Expected a whole number${range} for ${name}, got ${show(value)}.` };
}

function checkText(name: string, slot: StarterSlot, value: StarterValue) {
  const text = String(value);
  if (text.length > LONGEST_TEXT) {
    return { problem: `Expected at most ${LONGEST_TEXT} characters for ${name}, got ${text.length}.` };
  }
  if (!text.isWellFormed())
    return { problem: `Expected whole Unicode characters for ${name}, got half a surrogate pair.` };
  if (slot.starts && !slot.starts.some((start) => text.startsWith(start))) {
    return { problem: `Expected ${name} to start with ${slot.starts.join(' or ')}, got ${show(value)}.` };
  }
  return { value: text };
}

/** Quoted and cut, with controls escaped: a message goes to a terminal. */
function show(value: StarterValue): string {
  const text = String(value);
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return quoted.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
