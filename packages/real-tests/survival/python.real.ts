import { survive } from './survive.ts';

survive('python');
