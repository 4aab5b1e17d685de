import { ErrorCode, type GetPromptResult, type Prompt } from '@modelcontextprotocol/sdk/types.js';
import { expectedNames } from '../../../text/did-you-mean.ts';
import { quote } from '../../../text/printable.ts';
import { ProtocolFailure } from './failure.ts';
import { nextQuestion } from './tools/next-question.ts';
import { recommend } from './tools/recommend.ts';

const NAME = 'choose_protocol';

/** What `prompts/list` answers: the interview, as a command of the user. */
export const PROMPTS: readonly Prompt[] = [
  {
    name: NAME,
    title: 'Choose a real-time protocol',
    description: 'An interview about what is being built, one question at a time, then the advice.',
    arguments: [{ name: 'need', description: 'What is being built, in your own words.', required: false }],
  },
];

/** @throws ProtocolFailure for an unknown prompt */
export function getPrompt(name: string, { need = '' }: Readonly<Record<string, string>> = {}): GetPromptResult {
  if (name !== NAME) {
    throw new ProtocolFailure(ErrorCode.InvalidParams, `Unknown prompt ${quote(name)}.${expectedNames(name, [NAME])}`);
  }
  const about = need.trim() === '' ? '' : ` This is what I need: ${need.trim()}`;
  const text = `Help me choose a real-time protocol with wirewise.${about}

Take as answers what I said and what the project shows; invent none. Call ${nextQuestion.name} with them, put each question that it returns to me in my language, with its choices, and call it again with all answers so far. "I do not know" is null. When it is decided, call ${recommend.name} with the same answers. Tell me the protocol, how sure that is, why, the warnings, and what it hinges on.`;
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
