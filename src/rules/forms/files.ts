/** The form of every kind of file of a rule pack, for JSON Schemas. */
import { z } from 'zod';
import { languageForm, mistakeForm, modelForm, presetForm } from './advice.ts';
import { confidenceForm } from './confidence.ts';
import { cellsForm, criterionForm } from './criterion.ts';
import { packForm, projectFileForm } from './pack.ts';
import { brokerForm, projectForm } from './project.ts';
import { protocolForm, protocolPartForm } from './protocol.ts';
import { serverForm } from './proxy.ts';
import { questionForm } from './question.ts';
import { scenarioForm } from './scenario.ts';
import { manifestForm } from './starter.ts';
import { componentForm, publishedSystemForm, systemMistakeForm } from './system.ts';

export interface FileForm {
  /** The path of such files in a pack, as a glob. */
  readonly path: string;
  readonly says: string;
  readonly form: z.ZodType;
}

/** The loader checks each protocol's cells separately, so that a fault in one does not hide the others. */
const wirewiseForm = projectFileForm
  .extend({
    cells: z.record(z.string(), cellsForm).describe('Protocol id to its cells, which replace others.').exactOptional(),
  })
  .describe('The additions of a project to the rules.');

/** By the name of the kind, in the order in which a pack is usually written. */
export const FILE_FORMS: Readonly<Record<string, FileForm>> = {
  wirewise: { path: 'wirewise.yaml', says: 'The additions of a project to the rules.', form: wirewiseForm },
  pack: { path: 'pack.yaml', says: 'The name and the version of a rule pack.', form: packForm },
  criteria: {
    path: 'criteria.yaml',
    says: 'The dimensions on which protocols are graded.',
    form: z.array(criterionForm),
  },
  protocol: {
    path: 'protocols/*.yaml',
    says: 'One protocol; with `extends: true`, cells for one that is there already.',
    form: z.union([protocolForm, protocolPartForm]),
  },
  questions: { path: 'questions.yaml', says: 'The questionnaire.', form: z.array(questionForm) },
  presets: { path: 'presets.yaml', says: 'Named use cases.', form: z.array(presetForm) },
  mistakes: {
    path: 'mistakes.yaml',
    says: 'Well-known mistakes, and when to warn of them.',
    form: z.array(mistakeForm),
  },
  components: {
    path: 'components.yaml',
    says: 'What protocols need in operation, in addition to your own programs.',
    form: z.array(componentForm),
  },
  'system-mistakes': {
    path: 'system-mistakes.yaml',
    says: 'Mistakes that only a system of several channels shows.',
    form: z.array(systemMistakeForm),
  },
  estimates: { path: 'estimates.yaml', says: 'How traffic is estimated.', form: z.array(modelForm) },
  confidence: {
    path: 'confidence.yaml',
    says: 'How often advice agrees with published decisions.',
    form: confidenceForm,
  },
  languages: { path: 'languages.yaml', says: 'The languages of starters.', form: z.array(languageForm) },
  scenarios: { path: 'scenarios/*.yaml', says: 'Real decisions, as tests of the rules.', form: z.array(scenarioForm) },
  system: { path: 'systems/*.yaml', says: 'A published system, as a test of the rules.', form: publishedSystemForm },
  starter: {
    path: 'snippets/*/**/starter.yaml',
    says: 'A starter program: its files, how it is run, what can be filled in.',
    form: manifestForm,
  },
  project: { path: 'projects/*.yaml', says: 'What makes a starter in one language a project.', form: projectForm },
  broker: { path: 'brokers/*.yaml', says: 'A broker for development.', form: brokerForm },
  proxy: { path: 'proxies/*/proxy.yaml', says: 'The configuration that a proxy needs.', form: serverForm },
};
