import type { Question } from '../../../core/model.ts';
import { VERSION } from '../../../core/version.ts';
import { FORMATS } from '../../../report/formats.ts';
import { shellQuote } from '../../../text/shell.ts';
import type { Action, Context } from '../../context.ts';
import { EXIT, EXIT_MEANINGS } from '../../exit-codes.ts';
import { COMMAND_SUMMARIES } from '../../program/commands.ts';

/**
 * `wirewise skill`: a SKILL.md in the form of Agent Skills. Questions, commands, formats, presets and exit codes are
 * those of this very program and of the rule packs laid over it.
 */
export const skill: Action = async (context) => ({ text: `${skillText(context)}\n`, exitCode: EXIT.ok });

function skillText({ rules, rulesDirs }: Context): string {
  const packs = rulesDirs.map((dir) => ` --rules ${shellQuote(dir)}`).join('');
  const preset = rules.presets[0]?.id ?? '';
  return `---
name: wirewise
description: Chooses a real-time protocol (WebSocket, SSE, MQTT, AMQP, WebRTC, HTTP/2 push and others) from requirements, explains the choice with sources, warns of known mistakes, and prints starter code. Use when a project needs push, streaming, polling, a message broker or a peer connection, or when such a choice is reviewed.
---

# wirewise ${VERSION}

Decides from rules, offline: it reads no network and changes no file unless told to (\`--output\`, \`--out\`).
The same answers give the same decision. Do not guess a protocol: ask wirewise, and quote its reasons.

## How to use it

1. Gather what is known from the user and the code. Leave out what is not known: an unanswered question stays open
   and is counted as such. Never invent an answer.
2. Run \`wirewise recommend --json${packs} [flags]\`. It never asks. Without \`--json\` it prints text for people.
3. Read \`.recommendation\`, then \`.warnings\`, then \`.flips\`: a flip of an open question is worth asking the user.
4. Give the user the protocol, why, the warnings, and \`.command\`, which gives the same decision again.

\`\`\`sh
wirewise recommend --preset ${preset} --json${packs}
wirewise recommend --answers needs.yaml --format text${packs}   # keys as the flags below, without dashes
${rules.protocols[0] ? `wirewise explain ${rules.protocols[0].id} --preset ${preset}${packs}\n` : ''}\`\`\`

## Answers

As flags, or as keys of a YAML or JSON file after \`--answers FILE\` (\`-\`: standard input). Several values: with commas
as a flag, as a list in a file.

${rules.questions.map(questionLine).join('\n')}

Beside them: \`--preset ID\` (typical answers; single answers count more), \`--weight CRITERION=N\`,
\`--must CRITERION[=GRADE]\` (grade 0 to 4), \`--all\` (extended protocols, too), \`--samples 0\` (quick, no \`.flips\`).
Presets: ${rules.presets.map(({ id }) => id).join(', ')}.

## Fields of the JSON

- \`.outcome\`: recommended, tie or none-feasible
- \`.recommendation\`: \`null\` when none is feasible, else \`protocol\`, \`name\`, \`score\` (0 to 100), \`margin\`,
  \`acceptability\` (0 to 1: the share of draws of weights and open answers in which it wins), \`needs\`
- \`.ranking\`: each with \`rank\`, \`protocol\`, \`score\` and \`contributions\`, whose \`because\` names the answers
- \`.excluded\`: each with \`breaks\`: the minimum that it misses, and which answer set it
- \`.warnings\`: \`id\`, \`severity\`, \`says\`, \`instead\`, \`source\`
- \`.flips\`: one answer, changed, and the \`winner\` it would give
- \`.unknown\`: open questions; \`.answers\`: what was understood; \`.command\`: the same again

## Commands

${COMMAND_SUMMARIES.map(({ usage, says }) => `- \`wirewise ${usage}\`: ${says}`).join('\n')}

Formats of a decision: ${Object.keys(FORMATS).join(', ')}. Flags of a command: \`wirewise COMMAND --help\`.

## Exit codes

${EXIT_MEANINGS.map(([code, meaning]) => `- ${code}: ${meaning}`).join('\n')}

On 2 the message on stderr names the flag and the nearest right word: mend it and run again. On 1 \`.excluded\` says
which requirement leaves nothing; take that to the user, do not drop it on your own.`;
}

function questionLine({ id, kind, asks, unit, options }: Question): string {
  const values = options.map(({ value }) => value).join('|');
  const forms: Readonly<Record<Question['kind'], string>> = {
    boolean: ' yes|no',
    number: ` NUMBER${unit ? ` (${unit})` : ''}`,
    choice: ` ${values}`,
    choices: ` ${values} (some)`,
  };
  return `- \`--${id}${forms[kind]}\`: ${oneLine(asks)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
