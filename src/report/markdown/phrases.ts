/** Pieces of Markdown that several documents share. */
import type { PrecedentMatch, Warning } from '../../core/decision.ts';
import type { Rules } from '../../core/model.ts';
import { precedentInWords } from '../../phrases/precedents.ts';
import type { Advice } from '../advice.ts';
import { code, plain, source } from './markup.ts';

/** Why a protocol has its grade on a criterion, with the source; empty if the rules do not know it. */
export function claimOf(rules: Rules, protocol: string, criterion: string): string {
  const cell = rules.protocols.find(({ id }) => id === protocol)?.cells[criterion];
  return cell ? `${plain(cell.because)} (${source(cell.source)})` : '';
}

/** A note for later: its fix, with the source. */
export function note({ title, id, instead, source: from }: Warning): string {
  return `**${plain(title)}** (${code(id)}): ${plain(instead)} (${source(from)})`;
}

/** A published decision with the link to it. */
export function precedent(one: PrecedentMatch, rules: Rules): string {
  return `${plain(precedentInWords(one, rules))} (${source(one.source)})`;
}

/** "wirewise 0.1.0 with the rules `core@1` (`sha256:…`)". */
export function origin({ tool }: Pick<Advice, 'tool'>): string {
  const { packs, digest } = tool.rules;
  return `${plain(`${tool.name} ${tool.version}`)} with the rules ${packs.map(code).join(', ')} (${code(digest)})`;
}
