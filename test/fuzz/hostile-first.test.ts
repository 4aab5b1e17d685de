import { tryHalf } from './try-fuzzers.ts';

await tryHalf(0);
