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
