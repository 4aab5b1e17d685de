import type { Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Rules } from '../../../core/model.ts';
import { printable } from '../../../text/printable.ts';
import { unknownName } from './failure.ts';
import { isProblems, type Tool, type ToolContext } from './tool.ts';
import { compare } from './tools/compare.ts';
import { explain } from './tools/explain.ts';
import { nextQuestion } from './tools/next-question.ts';
import { precedents } from './tools/precedents.ts';
import { recommend } from './tools/recommend.ts';
import { starter } from './tools/starter.ts';

/** Every tool, in the order in which an agent needs them. */
const TOOLS: readonly Tool[] = [recommend, nextQuestion, explain, compare, precedents, starter];

/** Every tool reads what is in memory, and gives the same answer each time. */
const ANNOTATIONS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** A problem of a call may quote what was sent, or list all names that are expected: in characters. */
const LONGEST_PROBLEM = 1500;
const MOST_PROBLEMS = 20;

/** Of all problems of a call together, in characters: as long as a brief answer. The first problem is always shown. */
const LONGEST_REFUSAL = 3000;

/** The name of an accessor of JavaScript, which readers of JSON take for a key. */
const PROTOTYPE = '__proto__';

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
function schemaOf(form: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
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
    if (call === undefined) throw unknownName('tool', name, [...prepared.keys()]);
    const oddity = oddityOf(given);
    if (oddity !== undefined) return refusal([oddity]);
    const answer = call(given);
    if (isProblems(answer)) return refusal(answer.problems);
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: { ...answer } };
  };
}

/** What forms do not see: JSON is parsed to any depth, but not printed, and zod leaves out the key of the prototype. */
function oddityOf(given: unknown): string | undefined {
  let hasPrototype = false;
  try {
    JSON.stringify(given, (key, value: unknown) => {
      if (key === PROTOTYPE) hasPrototype = true;
      return value;
    });
  } catch (error) {
    if (error instanceof RangeError) return 'Expected arguments, got a value nested too deep.';
    throw error;
  }
  return hasPrototype ? `Unexpected key "${PROTOTYPE}": no argument, question or setting has this name.` : undefined;
}

function refusal(problems: readonly string[]): CallResult {
  const shown: string[] = [];
  let size = 0;
  for (const problem of problems.slice(0, MOST_PROBLEMS)) {
    const words = printable(problem, LONGEST_PROBLEM);
    size += words.length;
    if (size > LONGEST_REFUSAL && shown.length > 0) break;
    shown.push(words);
  }
  const more = problems.length - shown.length;
  const lines = problems.length === 1 ? shown : shown.map((one) => `- ${one}`);
  const text = [
    ...lines,
    ...(more > 0 ? [`- and ${more} more`] : []),
    'Nothing was decided: correct this and call again.',
  ];
  return { content: [{ type: 'text', text: text.join('\n') }], isError: true };
}
