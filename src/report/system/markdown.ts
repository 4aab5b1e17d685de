import { choiceInWords, systemVerdict, toRunInWords } from '../../phrases/system.ts';
import { blocks, fence, plain } from '../markdown/markup.ts';
import { origin } from '../markdown/phrases.ts';
import type { SystemDocumentReporter } from './advice.ts';
import {
  assignmentTable,
  bridgeList,
  componentList,
  legDetails,
  legTable,
  mistakeList,
  needList,
  picture,
  section,
} from './sections.ts';

/** The report as Markdown for GitHub: the content of the text report, with a diagram, tables and links. */
export const render: SystemDocumentReporter = (advice, { rules, title }) => {
  const page = blocks(
    `# ${plain(title ?? advice.name)}`,
    `**${plain(systemVerdict(advice, rules))}** ${plain(toRunInWords(advice))}`,
    plain(choiceInWords(advice)),
    plain(advice.says ?? ''),
    picture(advice, rules),
    legTable(advice, rules),
    section('Things to run', componentList(advice, rules)),
    section('Assignments', advice.assignments.length > 0 ? assignmentTable(advice, rules) : ''),
    section('Mistakes that the whole shows', mistakeList(advice)),
    section('How they work together', bridgeList(advice, rules)),
    section('Also needed', needList(advice)),
    section('Legs', blocks(...advice.legs.map((leg) => section(plain(leg.name), legDetails(leg, rules), 3)))),
    section('Reproduce', blocks(fence(advice.command, 'sh'), `By ${origin(advice)}.`)),
  );
  return `${page}\n`;
};
