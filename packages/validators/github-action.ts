export { validateAction } from '@action-validator/core';
