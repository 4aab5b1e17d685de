import { survive } from './survive.ts';

survive('rust');
