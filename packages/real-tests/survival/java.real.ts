import { survive } from './survive.ts';

survive('java');
