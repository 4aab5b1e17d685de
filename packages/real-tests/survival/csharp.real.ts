import { survive } from './survive.ts';

survive('csharp');
