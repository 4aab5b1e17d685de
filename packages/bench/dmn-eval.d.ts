declare module '@hbtgmbh/dmn-eval-js' {
  const library: {
    decisionTable: {
      parseDmnXml(xml: string): Promise<unknown>;
      /** An object for each row that holds; absent when none does. */
      evaluateDecision(id: string, decisions: unknown, context: object): { at: number }[] | undefined;
    };
  };
  export default library;
}
