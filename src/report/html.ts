import type { DocumentReporter } from './advice.ts';
export const render: DocumentReporter = () => '';
