import { survive } from './survive.ts';

survive('go');
