import { usageFailure } from '../errors.ts';
import type { Io } from '../io.ts';

/**
 * The day that a document bears, `YYYY-MM-DD`: of the clock where the user is, or of `SOURCE_DATE_EPOCH` (seconds since
 * 1970, UTC), which builds set so that the same input gives the same bytes.
 */
export function today(io: Pick<Io, 'env'>): string {
  const fixed = sourceDate(io);
  if (fixed !== undefined) return fixed.toISOString().slice(0, 10);
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The moment that a report bears, `YYYY-MM-DDTHH:MM:SS` in UTC; of `SOURCE_DATE_EPOCH`, too. */
export function timestamp(io: Pick<Io, 'env'>): string {
  return (sourceDate(io) ?? new Date()).toISOString().slice(0, 19);
}

function sourceDate({ env }: Pick<Io, 'env'>): Date | undefined {
  const epoch = env['SOURCE_DATE_EPOCH'];
  if (epoch === undefined || epoch === '') return undefined;
  const date = new Date(/^\d+$/.test(epoch) ? Number(epoch) * 1000 : Number.NaN);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) {
    throw usageFailure([`Expected SOURCE_DATE_EPOCH as seconds since 1970, got "${epoch}".`]);
  }
  return date;
}
