/** What a picture of a system shows: for each leg its two ends, and the components on the way. */
import type { Answers, Question, Rules } from '../../core/model.ts';
import type { SystemComponent, SystemDecision } from '../../core/system/system.ts';
import { answerLabel } from '../../phrases/labels.ts';
import { protocolName } from '../../phrases/values.ts';

/** One leg as a way from left to right. */
export interface DiagramLeg {
  readonly name: string;
  /** The end that connects, such as "Browser, Mobile app". */
  readonly client: string;
  /** The protocol's name; empty where none is feasible. */
  readonly protocol: string;
  /** Components that messages pass, in their order. */
  readonly way: readonly SystemComponent[];
  /** The end that accepts. */
  readonly server: string;
}

export interface Diagram {
  readonly legs: readonly DiagramLeg[];
  /** Components that no message passes; they stand beside the server. */
  readonly beside: readonly SystemComponent[];
}

/** From the client to the server. */
const ON_THE_WAY = ['gateway', 'relay', 'messaging'];

/** Legs that share components stand together, so that each component can be drawn once. */
export function diagramOf(decision: SystemDecision, rules: Rules): Diagram {
  const { components, legs } = decision;
  const kindOf = (id: string) => rules.components?.find((component) => component.id === id)?.kind ?? '';
  // A broker that stands for a backplane is behind the servers: no client of that leg connects to it.
  const isPassed = ({ serves }: SystemComponent, name: string) =>
    serves.some(({ leg, as }) => leg === name && ON_THE_WAY.includes(kindOf(as)));
  const passed = components
    .filter((component) => legs.some(({ name }) => isPassed(component, name)))
    .sort((a, b) => ON_THE_WAY.indexOf(a.kind) - ON_THE_WAY.indexOf(b.kind));
  const shown = legs.map(({ name, protocol, decision: { answers } }) => ({
    name,
    client: endOf(rules, answers, 'client', 'Client'),
    protocol: protocol === null ? '' : protocolName(rules, protocol),
    way: passed.filter((component) => isPassed(component, name)),
    server: endOf(rules, answers, 'server', 'Server'),
  }));
  const key = ({ way }: DiagramLeg) =>
    way.map((component) => components.length - components.indexOf(component)).at(-1) ?? 0;
  return { legs: shown.sort((a, b) => key(b) - key(a)), beside: components.filter((one) => !passed.includes(one)) };
}

/** The label of the answer to the question for this end; else of its usual answer, else the word. */
function endOf({ questions, ...rules }: Rules, answers: Answers, end: Question['end'], word: string): string {
  const question = questions.find((one) => one.end === end);
  if (!question) return word;
  const answer = answers[question.id] ?? question.options.find(({ usual }) => usual)?.value;
  return answer === undefined ? word : answerLabel({ questions, ...rules }, question.id, answer) || word;
}

/** The diagram in one sentence for each leg, for readers who do not see it. */
export function diagramInWords({ legs }: Diagram): string[] {
  return legs.map(({ name, client, protocol, way, server }) => {
    const through = way.length > 0 ? ` through ${way.map((component) => component.name).join(', then ')}` : '';
    return `${name}: ${client} to ${server}${protocol === '' ? ', no protocol' : ` over ${protocol}`}${through}.`;
  });
}
