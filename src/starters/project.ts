/** Builds a project from a starter: program, manifest of its language, broker, README. */
import { own } from '../text/lists.ts';
import { quote } from '../text/printable.ts';
import { environmentOf } from './environment.ts';
import { carryValues, type End } from './other-end.ts';
import type { BrokerKind, Project, ProjectKind, ProjectPackage, ProjectsData } from './project-template.ts';
import { type OtherEnd, renderReadme } from './readme.ts';
import {
  findStarter,
  listStarters,
  renderStarter,
  type StarterName,
  type StarterProblem,
  type StarterRequest,
  templatesOf,
  usedSlots,
  usualVariant,
} from './render.ts';
import type { MinimalStarter, RenderedStarter, Starter, StarterSlot, StartersData, StarterValue } from './starter.ts';

/** The names of protocol and language for readers. */
export interface ProjectTitles {
  readonly protocol: string;
  readonly language: string;
}

/**
 * The project for a starter. If it includes a broker, slots that neither the user nor the answers set take the values for
 * that broker. A file of the starter replaces a manifest of the same path from its language; any other clash is a
 * problem.
 *
 * @param packs flags that name the rule packs, as they are found from the folder of the project
 */
export function buildProject(
  starters: StartersData,
  projects: ProjectsData,
  request: StarterRequest,
  titles: ProjectTitles,
  packs: readonly string[] = [],
): (Project & { readonly starter: RenderedStarter }) | { problem: StarterProblem } {
  const { protocol, language, role } = request;
  const template = findStarter(starters, request);
  const variant = request.variant ?? usualVariant(starters, request);
  const broker = findBroker(projects, protocol, language, variant);
  const slots = template?.slots ?? {};
  const usual = usualValues(slots, broker);
  const set = { ...acceptable(broker?.values ?? {}, slots), ...request.set };
  const starter = renderStarter(starters, { ...request, set });
  if ('problem' in starter) return starter;
  const kind = own(projects.languages, language);
  const main = starter.files[0]?.path ?? '';
  const names = { name: `${protocol}-${role}`, main, stem: main.replace(/\.[^.]*$/, '') };
  const { isMinimal = false } = request;
  const { source, used } = readSource(isMinimal ? template?.minimal : template, slots);
  const fill = (text: string) => fillMarks(text, names);
  const commands = {
    install: kind?.install === undefined ? starter.install : fill(kind.install),
    run: kind?.run === undefined ? starter.run : fill(kind.run),
    isShell: kind?.run !== undefined,
  };
  const needs = [kind?.needs, template?.needs].filter((one) => one !== undefined);
  const other = findOtherEnd(starters, { ...request, ...(variant !== undefined && { variant }) }, kind?.otherEnd);
  const otherEnd = other && { name: other, ...meet(starters, projects, { slots, usual }, starter.values, other) };
  const repeated = { packs, isMinimal };
  const parts = { starter, template, slots, used, usual, titles, commands, broker, needs, otherEnd, repeated };
  const isOwn = (path: string) => starter.files.some((one) => one.path === path);
  const others = [
    ...(kind ? manifests(kind, source, fill).filter(({ path }) => !isOwn(path)) : []),
    ...(broker?.files ?? []),
    { path: 'README.md', text: renderReadme({ ...parts, environment: environmentOf(source) }) },
  ];
  const taken = starter.files.find(({ path }) => others.some((other) => isInTheWay(path, other.path)));
  if (taken) {
    const message = `The starter has a file ${quote(taken.path)}, in the place of one that every such project gets. Its rule pack has to give it another path.`;
    return { problem: { code: 'path-taken', message } };
  }
  return { starter, files: [...starter.files, ...others] };
}

/** The text of a program, and the names of its slots in the order of the manifest. */
function readSource(program: Starter | MinimalStarter | undefined, slots: End['slots']) {
  const files = program === undefined ? [] : templatesOf(program);
  const names = usedSlots(files);
  const used = Object.keys(slots).filter((name) => names.includes(name));
  return { source: files.map(({ template }) => template).join('\n'), used };
}

/** Whether two files cannot both be written: Windows and macOS do not tell upper-case letters from lower-case ones. */
function isInTheWay(path: string, other: string): boolean {
  const [a, b] = [path.toLowerCase(), other.toLowerCase()];
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/**
 * The starter of the other role: for the same product; the usual one where this one is the usual, or where no language
 * has one for the product. In the same language if there is one, else where the language says, else the only one. The
 * usual one comes without the name of its product.
 */
function findOtherEnd(
  starters: StartersData,
  name: StarterName,
  substitute: string | undefined,
): StarterName | undefined {
  const isUsual = (one: StarterName) => one.variant === usualVariant(starters, one);
  const all = listStarters(starters).filter((one) => one.protocol === name.protocol && one.role !== name.role);
  const same = isUsual(name) ? [] : all.filter(({ variant }) => variant === name.variant);
  const others = same.length > 0 ? same : all.filter(isUsual);
  const only = others.length === 1 ? others[0] : undefined;
  const inLanguage = (id: string | undefined) => others.find((one) => one.language === id);
  const found = inLanguage(name.language) ?? inLanguage(substitute) ?? only;
  if (found === undefined || !isUsual(found)) return found;
  const { variant: _usual, ...rest } = found;
  return rest;
}

/** What the other end has to be set to, and what the README says of it. */
function meet(
  starters: StartersData,
  projects: ProjectsData,
  here: End,
  values: RenderedStarter['values'],
  other: StarterName,
): Omit<OtherEnd, 'name'> {
  const template = findStarter(starters, other);
  const slots = template?.slots ?? {};
  const variant = other.variant ?? usualVariant(starters, other);
  const usual = usualValues(slots, findBroker(projects, other.protocol, other.language, variant));
  return { ...carryValues(here, values, { slots, usual }), isInPairs: template?.inPairs === true };
}

/** The values that a project comes with when nothing is set. */
function usualValues(
  slots: Readonly<Record<string, StarterSlot>>,
  broker: BrokerKind | undefined,
): RenderedStarter['values'] {
  const defaults = Object.entries(slots).map(([name, slot]) => [name, slot.default] as const);
  return { ...Object.fromEntries(defaults), ...acceptable(broker?.values ?? {}, slots) };
}

function findBroker(
  { brokers }: ProjectsData,
  protocol: string,
  language: string,
  variant: string | undefined,
): BrokerKind | undefined {
  const takes = (only: readonly string[] | undefined, one: string) => only?.includes(one) ?? true;
  const fits = ({ languages, variants }: BrokerKind) => takes(languages, language) && takes(variants, variant ?? '');
  return own(brokers, protocol)?.find(fits);
}

/** The values for a broker for which this program has a slot that no answer fills. */
function acceptable(
  values: Readonly<Record<string, StarterValue>>,
  slots: Readonly<Record<string, StarterSlot>>,
): Record<string, StarterValue> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const slot = own(slots, name);
      if (slot === undefined || slot.from !== undefined) return false;
      return slot.starts?.some((start) => String(value).startsWith(start)) ?? true;
    }),
  );
}

function manifests({ files, groups, packages }: ProjectKind, source: string, fill: (text: string) => string) {
  const isNeeded = ({ usedBy }: ProjectPackage) => usedBy === undefined || source.includes(usedBy);
  const lists = Object.entries(groups).map(([id, { line, between, whole }]) => {
    const lines = packages
      .filter((one) => one.group === id && isNeeded(one))
      .map(({ name, version }) => {
        // Only names of Maven have two parts.
        const [vendor = '', artifact = vendor] = name.split(':');
        return fillMarks(line, { vendor, package: artifact, version });
      });
    return [id, lines.length === 0 ? '' : fillMarks(whole, { lines: lines.join(between) })] as const;
  });
  return files.flatMap(({ path, template }) => {
    const text = lists.reduce(
      (rest, [id, list]) =>
        rest.replace(new RegExp(`^ *\\{\\{${id}\\}\\}\n`, 'm'), () => (list === '' ? '' : `${list}\n`)),
      template,
    );
    const filled = fill(text);
    return filled.trim() === '' ? [] : [{ path: fill(path), text: filled }];
  });
}

/** One pass, so that values are not searched for marks. Unknown marks stay, because programs may contain braces. */
function fillMarks(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([a-z]+)\}\}/g, (mark, name: string) => own(values, name) ?? mark);
}
