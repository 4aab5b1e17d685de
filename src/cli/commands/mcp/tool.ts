import { z } from 'zod';
import type { Rules } from '../../../core/model.ts';
import type { Input } from '../../../core/overrides.ts';
import type { Context } from '../../context.ts';
import { commonFields, readCommon, readFields, unknownFields } from './arguments.ts';

/** What tools work with. All of it is in memory: a call reads no file. */
export type ToolContext = Pick<Context, 'rules' | 'starters' | 'rulesDirs' | 'isProjectIgnored'>;

/** What one call asks for, checked. */
export interface ToolRequest<Fields> {
  readonly context: ToolContext;
  readonly fields: Fields;
  /** The answers over those of the preset, over those of the project. */
  readonly input: Input;
  /** Ids of questions that were answered with null: "not sure". */
  readonly unsure: readonly string[];
  /** Whether only the core protocols are ranked. */
  readonly core: boolean;
  readonly isFull: boolean;
}

/** Why a call has no answer, one sentence each. The agent reads them and calls again. */
export interface Problems {
  readonly problems: readonly string[];
}

type Shape = z.core.$ZodLooseShape;

interface ToolSpec<Fields extends Shape, Answer extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The arguments besides those that every tool takes. */
  readonly fields: (rules: Rules) => Fields;
  /** Whether its JSON Schema lists every question. The others refer to it, which keeps the list of tools small. */
  readonly listsQuestions?: boolean;
  readonly answer: Answer;
  /** Lists of a brief answer that lose their last entries where it would be too long, the dearest list last. */
  readonly expendable?: readonly (keyof z.output<Answer> & string)[];
  run(request: ToolRequest<z.output<z.ZodObject<Fields>>>): z.input<Answer> | Problems;
}

/** In bytes: the longest brief answer, as text and as structured content together, with some room for the message. */
const LONGEST_BRIEF = 3900;

/** A tool without the types of its own arguments. */
export interface Tool extends Pick<ToolSpec<Shape, z.ZodObject>, 'name' | 'title' | 'description' | 'answer'> {
  /** The form of its arguments, from which the JSON Schema is made. */
  input(rules: Rules): z.ZodObject;
  /** Takes the arguments of a call as they came; the result is an answer of the form `answer`. */
  prepare(context: ToolContext): (given: unknown) => object | Problems;
}

export function defineTool<const Fields extends Shape, Answer extends z.ZodObject>(
  spec: ToolSpec<Fields, Answer>,
): Tool {
  const { fields, listsQuestions = false, expendable = [], run, ...texts } = spec;
  return {
    ...texts,
    input: (rules) => z.strictObject({ ...fields(rules), ...commonFields(rules, listsQuestions) }),
    prepare(context) {
      const { rules } = context;
      const own = z.object(fields(rules));
      const known = Object.keys({ ...own.shape, ...commonFields(rules, listsQuestions) });
      return (given) => {
        const problems: string[] = [];
        const args = unknownFields(given, known, rules, problems);
        const read = readFields(own, args, problems);
        const common = readCommon(rules, args, problems);
        if (read === undefined || common === undefined || problems.length > 0) return { problems };
        const answer = run({ context, fields: read, ...common });
        return common.isFull ? answer : shortened(answer, expendable);
      };
    },
  };
}

/** The answer with fewer entries in the lists that may be shortened, so that it is not longer than a brief answer may be. */
function shortened(answer: object, expendable: readonly string[]): object {
  const lists = new Map(
    Object.entries(answer).flatMap(([key, value]) =>
      expendable.includes(key) && Array.isArray(value) ? [[key, [...value]]] : [],
    ),
  );
  const whole = () => ({ ...answer, ...Object.fromEntries(lists) });
  while (sizeOf(whole()) > LONGEST_BRIEF) {
    const list = expendable.map((key) => lists.get(key) ?? []).find(({ length }) => length > 1);
    if (list === undefined) break;
    list.pop();
  }
  return whole();
}

/** A result holds an answer twice, once as text in quotes. */
function sizeOf(answer: object): number {
  const text = JSON.stringify(answer);
  return Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(text));
}

export function isProblems(result: object): result is Problems {
  return 'problems' in result;
}
