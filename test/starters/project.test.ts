import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeComplaints } from '@wirewise/validators/documents';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildProject } from '../../src/starters/project.ts';
import type { ProjectsData } from '../../src/starters/project-template.ts';
import { codeSpan } from '../../src/starters/readme.ts';
import { findStarter, type StarterName } from '../../src/starters/render.ts';
import type { StartersData, StarterValue } from '../../src/starters/starter.ts';
import { projects } from './projects.ts';
import { label, names, starters } from './starters.ts';

const RULES = fileURLToPath(new URL('../../rules', import.meta.url));

function build(name: StarterName, set: Readonly<Record<string, StarterValue>> = {}, data = starters) {
  const titles = { protocol: name.protocol, language: name.language };
  const project = buildProject(data, projects, { ...name, answers: {}, set }, titles);
  if ('problem' in project) throw new Error(project.problem.message);
  return project;
}

function textsOf({ files }: { readonly files: readonly { readonly path: string; readonly text: string }[] }) {
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** The steps of "Run it", in their order. */
function stepsIn(readme: string): string[] {
  return [...readme.matchAll(/^### \d\. Start (.*)$/gm)].map(([, title]) => title ?? '');
}

/** The order in which a person starts them: the broker, what listens or receives, what connects or sends. */
function stepsInOrder({ protocol, role }: StarterName, readme: string): string[] {
  const broker = Object.hasOwn(projects.brokers, protocol);
  const first = broker || protocol === 'webhooks' ? 'client' : 'server';
  const last = first === 'client' ? 'server' : 'client';
  const title = (one: string) => `${one === role ? 'this' : 'the'} ${one}`;
  const ends = [first, last].map(title).filter((one) => readme.includes(`Start ${one}\n`));
  const steps = [...(broker ? ['the broker'] : []), ...ends];
  return steps.length > 1 ? steps : [];
}

describe('what ships', () => {
  test('has a project for every language that there is a starter in', () => {
    const languages = new Set(names.map(({ language }) => language));
    for (const language of languages) expect(Object.keys(projects.languages)).toContain(language);
  });

  test.each(names.map((name) => [label(name), name] as const))('%s: whole, and every file is one', (_, name) => {
    const project = build(name);
    const texts = textsOf(project);
    expect(texts.size).toBe(project.files.length);
    expect([...texts.keys()]).toEqual(expect.arrayContaining(project.starter.files.map(({ path }) => path)));
    for (const [path, text] of texts) {
      expect(text, path).toMatch(/\S\n$/);
      expect(text, path).not.toMatch(/'\{\{|\{\{[a-z]+\}\}/);
    }
    const readme = texts.get('README.md') ?? '';
    const product = name.variant === undefined ? '' : `for ${name.variant} `;
    expect(readme.split('\n')[0]).toBe(`# ${name.protocol} ${name.role} ${product}in ${name.language}`);
    expect(readme).toContain('## Run it');
    expect(readme).not.toContain('undefined');
    expect(readme).not.toContain('example.com');
    const source = project.starter.files.map(({ text }) => text).join('\n');
    // Whatever a language calls it: names like these are variables of the environment.
    const asked =
      source.match(/\b(?:TOKEN|[A-Z]+_(?:USERNAME|PASSWORD|CLIENT_ID)|D?TLS_[A-Z]+_FILE|TURN_URL)\b/g) ?? [];
    for (const variable of asked) expect(readme).toContain(`\`${variable}\``);
    const hasOther = names.some((one) => one.protocol === name.protocol && one.role !== name.role);
    const otherRole = name.role === 'client' ? 'server' : 'client';
    const { opens, prepare, otherEnd } = findStarter(starters, name) ?? {};
    if (hasOther && otherEnd === undefined)
      expect(readme).toMatch(new RegExp(`wirewise snippet ${name.protocol} .*--role ${otherRole}`));
    expect(readme).not.toMatch(/\b(signals-while-connected|half-open|strangers-stay-out)\b/);
    expect(stepsIn(readme)).toEqual(stepsInOrder(name, readme));
    expect(opens !== undefined).toBe([...texts.keys()].some((path) => path.endsWith('.html')));
    // A program that ends where a variable is missing: the README has a line that sets it.
    for (const [, variable = ''] of source.matchAll(/['"]set ([A-Z_]+)/g)) expect(prepare?.run).toContain(variable);
    expect(texts.has('compose.yaml')).toBe(Object.hasOwn(projects.brokers, name.protocol));
  });

  /** Packages that a program imports, as the registry calls them. */
  const IMPORTS: Readonly<Record<string, (source: string) => readonly string[]>> = {
    typescript: (source) => [...source.matchAll(/from '((?!node:|\.)[^']+)'/g)].map(([, name]) => name ?? ''),
    go: (source) =>
      [...source.matchAll(/^\s*(?:import )?(?:\w+ )?"([a-z]+\.[a-z]+\/[^"]+)"/gm)].map(([, path]) => path ?? ''),
  };

  test.each(names.filter(({ language }) => Object.hasOwn(IMPORTS, language)))(
    '$protocol in $language, $role: the manifest has what the program imports',
    (name) => {
      const project = build(name);
      const source = project.starter.files.map(({ text }) => text).join('\n');
      const manifest = textsOf(project).get(name.language === 'go' ? 'go.mod' : 'package.json') ?? '';
      for (const needed of IMPORTS[name.language]?.(source) ?? []) {
        const listed = [...manifest.matchAll(/"([^"]+)": "\d|^\t(\S+) v/gm)].map(([, npm, go]) => npm ?? go ?? '');
        expect(
          listed.some((one) => needed === one || needed.startsWith(`${one}/`)),
          needed,
        ).toBe(true);
      }
    },
  );

  test.each(names.filter(({ language }) => language === 'python'))('$protocol in Python, $role: pinned', (name) => {
    const project = build(name);
    const known =
      /^(?:import|from) (websockets|aiohttp|aioquic|h2|hypercorn|paho|pika|aiortc|proton|nats|grpc|stomp|aiocoap|pywebpush|confluent|fastapi|uvicorn)(?:\b|_kafka)/gm;
    const source = project.starter.files.map(({ text }) => text).join('\n');
    const needed = new Set([...source.matchAll(known)].map(([, module]) => module));
    if (source.includes('import WebSocketDisconnect')) needed.add('websockets'); // uvicorn speaks it with these
    const requirements = textsOf(project).get('requirements.txt') ?? '';
    const pinned = [
      ...requirements.matchAll(
        /^(?:python-qpid-)?(grpc(?=io)|[a-z0-9]+)[a-z.-]*[=~]=[\d.]+(?:; python_version .*)?$/gm,
      ),
    ];
    expect(new Set(pinned.map(([, module]) => module))).toEqual(needed);
    expect(pinned).toHaveLength(requirements.trim().split('\n').length);
  });

  test('package.json is JSON with exact versions and nothing empty', () => {
    const manifest = z.looseObject({
      name: z.string().regex(/^[a-z0-9-]+$/),
      private: z.literal(true),
      dependencies: z.record(z.string(), z.string().regex(/^\d+\.\d+\.\d+$/)).optional(),
      devDependencies: z.record(z.string(), z.string().regex(/^\d+\.\d+\.\d+$/)),
    });
    for (const name of names.filter(({ language }) => ['typescript', 'javascript'].includes(language))) {
      const { dependencies, devDependencies } = manifest.parse(
        JSON.parse(textsOf(build(name)).get('package.json') ?? ''),
      );
      for (const group of [dependencies ?? { ws: '1' }, devDependencies]) expect(Object.keys(group)).not.toEqual([]);
    }
  });

  test('the versions of npm packages are those that the starters were run with', () => {
    const form = z.object({ devDependencies: z.record(z.string(), z.string()) });
    const manifests = ['../../package.json', '../../packages/real-tests/package.json'];
    const installed = Object.assign({}, ...manifests.map((path) => form.parse(parse(readText(path))).devDependencies));
    const pins = projects.languages['typescript']?.packages ?? [];
    const both = pins.filter(({ name }) => Object.hasOwn(installed, name));
    expect(both.length).toBeGreaterThan(7);
    for (const { name, version } of both) expect({ name, version }).toEqual({ name, version: installed[name] });
    const sections = z.object({ dependencies: z.record(z.string(), z.string()), ...form.shape });
    for (const name of names.filter(({ variant }) => variant === 'react')) {
      const own = sections.parse(JSON.parse(textsOf(build(name)).get('package.json') ?? ''));
      expect(installed).toMatchObject({ ...own.dependencies, ...own.devDependencies });
    }
  });

  test('brokers listen on loopback alone, and their files are YAML with pinned images', () => {
    const compose = z.object({
      services: z.object({
        broker: z.looseObject({
          image: z.string().regex(/^[a-z/-]+:\d+\.\d+\.\d+/),
          ports: z.array(z.string().startsWith('127.0.0.1:')).min(1),
        }),
      }),
    });
    for (const broker of Object.values(projects.brokers).flat()) {
      const file = broker.files.find(({ path }) => path === 'compose.yaml');
      expect(compose.safeParse(parse(file?.text ?? '')).error).toBeUndefined();
    }
  });

  test('compose files hold to the Compose Specification, and mount only files that are written', () => {
    expect(composeComplaints({ services: { broker: { imag: 'x' } } })).not.toEqual([]);
    for (const { files } of Object.values(projects.brokers).flat()) {
      const text = files.find(({ path }) => path === 'compose.yaml')?.text ?? '';
      expect(composeComplaints(parse(text))).toEqual([]);
      const mounted = [...text.matchAll(/- \.\/([^:]+):/g)].map(([, path]) => path);
      expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(mounted));
    }
  });
});

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

test('a README says what a program wants besides its language', () => {
  const readme = textsOf(build({ protocol: 'mqtt', language: 'go', role: 'client' })).get('README.md') ?? '';
  expect(readme).toMatch(/^Needs Go [\d.]+ or later; and a broker that supports MQTT 5, /m);
});

test('a README sends those who have no server in their language to another', () => {
  const readme =
    textsOf(build({ protocol: 'websocket', language: 'javascript', role: 'client' })).get('README.md') ?? '';
  expect(readme).toContain('wirewise snippet websocket --language typescript --role server --out ../websocket-server');
});

describe('a broker', () => {
  const mqtt: StarterName = { protocol: 'mqtt', language: 'typescript', role: 'client' };

  test('leads the program to it, unless the user says otherwise', () => {
    expect(build(mqtt).starter.values['endpoint']).toBe('mqtt://localhost:1883');
    expect(build(mqtt, { endpoint: 'mqtts://b.example.com' }).starter.values['endpoint']).toBe('mqtts://b.example.com');
  });

  test('is the one that browsers can reach, for browsers', () => {
    const project = build({ ...mqtt, language: 'javascript' });
    expect(project.starter.values['endpoint']).toBe('ws://localhost:9001');
    expect(textsOf(project).get('mosquitto.conf')).toContain('protocol websockets');
    expect(textsOf(project).get('README.md')).toContain('```sh\nmosquitto -c mosquitto.conf\n```');
  });

  test('is in the README with both commands, before those of the program', () => {
    const readme = textsOf(build(mqtt)).get('README.md') ?? '';
    expect(readme).toContain('```sh\nnpm install\nnpm start\n```');
    expect(readme).toContain('```sh\ndocker compose up -d\n```');
    expect(readme).toContain('```sh\nmosquitto -p 1883\n```');
    expect(readme).toContain('| `endpoint` | ` mqtt://localhost:1883 ` |');
    expect(readme).toContain('`MQTT_USERNAME`, `MQTT_PASSWORD`');
  });
});

describe('a made-up language', () => {
  const slot = { says: 'Where the loft is', kind: 'text', default: 'here' } as const;
  const template = (text: string): StartersData => ({
    pigeon: {
      smoke: {
        client: { files: [{ path: 'fly.ts', template: text }], run: 'fly', proof: 'reviewed', slots: { to: slot } },
      },
    },
  });
  const data: ProjectsData = {
    brokers: {},
    languages: {
      smoke: {
        needs: 'wood',
        install: 'gather',
        run: 'light {{main}} {{stem}}',
        files: [
          { path: 'LIST', template: 'of {{name}}\n  {{dry}}\n{{wet}}\nend\n' },
          { path: 'EMPTY', template: '{{wet}}\n' },
        ],
        groups: {
          dry: { line: '{{package}}@{{version}}', between: ', ', whole: '({{lines}})' },
          wet: { line: '{{package}}', between: ', ', whole: '[{{lines}}]' },
        },
        packages: [
          { name: 'oak', version: '1.0', group: 'dry' },
          { name: 'pine', version: '2.0', group: 'dry', usedBy: 'needs pine' },
          { name: 'moss', version: '3.0', group: 'wet', usedBy: 'needs moss' },
        ],
      },
    },
  };
  const request = { protocol: 'pigeon', language: 'smoke', role: 'client', answers: {} } as const;
  const make = (text: string, to: string) => {
    const titles = { protocol: 'Pigeon', language: 'Smoke' };
    const project = buildProject(template(text), data, { ...request, set: { to } }, titles);
    if ('problem' in project) throw new Error(project.problem.message);
    return textsOf(project);
  };

  test('fills its lists, and leaves out what is empty', () => {
    const texts = make("send('{{to}}') // needs pine\n", 'home');
    expect([...texts.keys()]).toEqual(['fly.ts', 'LIST', 'README.md']);
    expect(texts.get('LIST')).toBe('of pigeon-client\n(oak@1.0, pine@2.0)\nend\n');
    expect(texts.get('README.md')).toContain('gather\nlight fly.ts fly\n');
  });

  test('a value cannot ask for a package', () => {
    expect(make("send('{{to}}')\n", 'needs pine, needs moss').get('LIST')).toBe('of pigeon-client\n(oak@1.0)\nend\n');
  });

  test('what the starter brings goes before what the language has', () => {
    const own: StartersData = {
      pigeon: {
        smoke: { client: { files: [{ path: 'LIST', template: 'mine\n' }], run: 'x', proof: 'reviewed', slots: {} } },
      },
    };
    const project = buildProject(own, data, { ...request, set: {} }, { protocol: 'P', language: 'S' });
    if ('problem' in project) throw new Error(project.problem.message);
    expect(textsOf(project).get('LIST')).toBe('mine\n');
  });

  test.each(['compose.yaml', 'Compose.YAML', 'compose.yaml/x', 'list', 'readme.md'])(
    'a file %s of the starter is in the way of another one, and refused',
    (path) => {
      const own: StartersData = {
        pigeon: {
          smoke: { client: { files: [{ path, template: 'mine\n' }], run: 'x', proof: 'reviewed', slots: {} } },
        },
      };
      const files = [{ path: 'compose.yaml', text: 'theirs\n' }];
      const broker = { name: 'Loft', files, compose: 'loft', plain: 'loft', note: 'A loft.', values: {} };
      const project = buildProject(
        own,
        { ...data, brokers: { pigeon: [broker] } },
        { ...request, set: {} },
        { protocol: 'P', language: 'S' },
      );
      expect(project).toMatchObject({ problem: { code: 'path-taken', message: expect.stringContaining(`"${path}"`) } });
    },
  );

  test('hostile values change nothing but their own places', () => {
    const plain = make("send('{{to}}')\n", 'x');
    const row = (readme: string) => readme.split('\n').findIndex((line) => line.startsWith('| `to` |'));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 80 }).filter(isWhole)), (value) => {
        const texts = make("send('{{to}}')\n", value);
        expect([...texts.keys()]).toEqual([...plain.keys()]);
        expect(texts.get('LIST')).toBe(plain.get('LIST'));
        const [lines, plainLines] = [texts, plain].map((one) => (one.get('README.md') ?? '').split('\n'));
        expect(lines?.length).toBe(plainLines?.length);
        const at = row(plain.get('README.md') ?? '');
        expect(lines?.toSpliced(at, 1)).toEqual(plainLines?.toSpliced(at, 1));
        expect(lines?.[at]).toMatch(/^\| `to` \| ` [^`|\\<]* ` \| Where the loft is \|$/);
      }),
    );
  });
});

const isWhole = (text: string) => !/\p{Cs}/u.test(text);
const hostile = fc
  .array(
    fc.constantFrom(
      '`',
      '``',
      '|',
      '\n',
      '\r\n',
      '\u2028',
      '\u202e',
      '\0',
      '\x1b[2J',
      '{{name}}',
      '{{dry}}',
      '$&',
      "$'",
      '\\',
      '</a>',
      'a',
    ),
  )
  .map((pieces) => pieces.join(''));

test.each([
  ['', '` (empty) `'],
  ['a|b`c', '` aU+007C bU+0060 c `'],
  ['é 漢', '` é 漢 `'],
])('codeSpan(%j)', (text, span) => {
  expect(codeSpan(text)).toBe(span);
});

test('an unknown pair says which exist', () => {
  const request = { protocol: 'mqtt', language: 'cobol', role: 'client', answers: {}, set: {} } as const;
  expect(buildProject(starters, projects, request, { protocol: 'MQTT', language: 'COBOL' })).toMatchObject({
    problem: { code: 'unknown-starter', message: expect.stringContaining('typescript (client)') },
  });
});

test('every file of rules/projects and rules/brokers is read', () => {
  const count = (folder: string) => readdirSync(`${RULES}/${folder}`).length;
  expect(Object.keys(projects.languages)).toHaveLength(count('projects'));
  expect(Object.values(projects.brokers).flat()).toHaveLength(count('brokers'));
});
