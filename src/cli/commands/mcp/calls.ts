import { ErrorCode, type Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Rules } from '../../../core/model.ts';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { printable, quote } from '../../../text/printable.ts';
import { ProtocolFailure } from './failure.ts';
import { isProblems, type Tool, type ToolContext } from './tool.ts';
import { compare } from './tools/compare.ts';
import { explain } from './tools/explain.ts';
import { nextQuestion } from './tools/next-question.ts';
import { precedents } from './tools/precedents.ts';
import { recommend } from './tools/recommend.ts';
import { starter } from './tools/starter.ts';

/** Every tool, in the order in which an agent needs them. */
export const TOOLS: readonly Tool[] = [recommend, nextQuestion, explain, compare, precedents, starter];

/** Every tool reads what is in memory, and gives the same answer each time. */
const ANNOTATIONS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** A problem of a call may quote what was sent: in characters. */
const LONGEST_PROBLEM = 1500;
const MOST_PROBLEMS = 20;

/** What `tools/list` answers. */
export function listTools(rules: Rules): ListedTool[] {
  return TOOLS.map(({ name, title, description, input, answer }) => ({
    name,
    title,
    description,
    inputSchema: { ...schemaOf(input(rules), 'input'), type: 'object' },
    outputSchema: { ...schemaOf(answer, 'output'), type: 'object' },
    annotations: ANNOTATIONS,
  }));
}

/** Without `$schema`: the specification has a dialect of its own, and validators refuse names that they do not know. */
export function schemaOf(form: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(form, { io });
  return schema;
}

/** What `tools/call` answers. */
export interface CallResult extends Record<string, unknown> {
  readonly content: [{ type: 'text'; text: string }];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: true;
}

/**
 * Prepares the tools.
 *
 * @returns runs one call. It throws a ProtocolFailure for an unknown tool; wrong arguments are a result, which the agent reads
 */
export function prepareCalls(context: ToolContext): (name: string, given: unknown) => CallResult {
  const prepared = new Map(TOOLS.map((tool) => [tool.name, tool.prepare(context)]));
  return (name, given) => {
    const call = prepared.get(name);
    if (call === undefined) {
      throw new ProtocolFailure(
        ErrorCode.InvalidParams,
        `Unknown tool ${quote(name)}.${expectedNames(name, [...prepared.keys()])}`,
      );
    }
    if (!isPrintable(given)) return refusal(['Expected arguments, got a value nested too deep.']);
    const answer = call(given);
    if (isProblems(answer)) return refusal(answer.problems);
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: { ...answer } };
  };
}

/** Whether messages can quote it: JSON is parsed to any depth, but not printed. */
function isPrintable(given: unknown): boolean {
  try {
    JSON.stringify(given);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function refusal(problems: readonly string[]): CallResult {
  const shown = problems.slice(0, MOST_PROBLEMS).map((one) => printable(one, LONGEST_PROBLEM));
  const more = problems.length - shown.length;
  const lines = shown.length === 1 ? shown : shown.map((one) => `- ${one}`);
  const text = [
    ...lines,
    ...(more > 0 ? [`- and ${more} more`] : []),
    'Nothing was decided: correct this and call again.',
  ];
  return { content: [{ type: 'text', text: text.join('\n') }], isError: true };
}
