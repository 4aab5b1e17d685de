import type { GetPromptResult, Prompt } from '@modelcontextprotocol/sdk/types.js';
import { unknownName } from './failure.ts';
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

/** @throws ProtocolFailure for an unknown prompt or argument */
export function getPrompt(name: string, given: Readonly<Record<string, string>> = {}): GetPromptResult {
  checkPrompt(name, Object.keys(given));
  const { need = '' } = given;
  const about = need.trim() === '' ? '' : ` This is what I need: ${need.trim()}`;
  const text = `Help me choose a real-time protocol with wirewise.${about}

Take as answers what I said and what the project shows; invent none. Call ${nextQuestion.name} with them, put each question that it returns to me in my language, with its choices, and call it again with all answers so far. "I do not know" is null. When it is decided, call ${recommend.name} with the same answers. Tell me the protocol, how sure that is, why, the warnings, and what it hinges on.`;
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}

/** @throws ProtocolFailure for an unknown prompt, or an argument that it does not have */
export function checkPrompt(name: string, argumentNames: readonly string[]): void {
  const prompt = PROMPTS.find((one) => one.name === name);
  if (!prompt) throw unknownName('prompt', name, [NAME]);
  const known = prompt.arguments?.map((one) => one.name) ?? [];
  const unknown = argumentNames.find((one) => !known.includes(one));
  if (unknown !== undefined) throw unknownName('argument', unknown, known);
}
