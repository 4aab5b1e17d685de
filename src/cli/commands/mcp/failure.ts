import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { quote } from '../../../text/printable.ts';

/** An error of the protocol, in distinction to a call whose arguments are wrong. The SDK puts code and message into its answer. */
export class ProtocolFailure extends Error {
  readonly code: number;

  /** @param code of JSON-RPC or of the Model Context Protocol */
  constructor(code: number, message: string) {
    super(message);
    this.name = 'ProtocolFailure';
    this.code = code;
  }
}

/** @param what the name stands for, such as `tool` */
export function unknownName(what: string, name: string, known: readonly string[]): ProtocolFailure {
  const message = `Unknown ${what} ${quote(name)}.${expectedNames(name, known)}`;
  return new ProtocolFailure(ErrorCode.InvalidParams, message);
}
