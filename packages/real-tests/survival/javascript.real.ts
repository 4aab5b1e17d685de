import { survive } from './survive.ts';

survive('javascript');
