import { survive } from './survive.ts';

survive('typescript');
