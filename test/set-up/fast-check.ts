import fc from 'fast-check';

/**
 * The seed of every property test. fast-check prints it when a property fails. `TEST_SEED=$RANDOM npm test` tries
 * other inputs; a failure repeats with the same number.
 */
const seed = Number(process.env['TEST_SEED'] ?? 20261123);
if (!Number.isInteger(seed)) throw new Error('Expected an integer in TEST_SEED.');

fc.configureGlobal({ seed });
