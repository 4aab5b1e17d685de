export { type DefaultTreeAdapterMap, defaultTreeAdapter, type ParserError, parse } from 'parse5';
