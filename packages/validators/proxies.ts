/** Descriptions of configuration that the makers of proxies publish: Envoy's protobuf messages, CloudFormation's types. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { parse } from 'yaml';

const { resolve } = createRequire(import.meta.url);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The folder that a package is in; its manifest need not be among what it exports. */
function folderOf(name: string): string {
  return join(fileURLToPath(new URL('../../node_modules', import.meta.url)), name);
}

const ENVOY = join(folderOf('@grpc/grpc-js-xds'), 'deps');
const PROTOS = [...['envoy-api', 'xds', 'protoc-gen-validate', 'googleapis'].map((name) => join(ENVOY, name))];
const MANAGER = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const CHAIN = 'envoy.config.listener.v3.FilterChain';

function loadEnvoy(): protobuf.Root {
  const root = new protobuf.Root();
  const folders = [...PROTOS, dirname(resolve('protobufjs/package.json'))];
  root.resolvePath = (_origin, target) => folders.map((one) => join(one, target)).find(existsSync) ?? target;
  const network = 'envoy/extensions/filters/network';
  root.loadSync(
    [
      `${network}/http_connection_manager/v3/http_connection_manager.proto`,
      `${network}/tcp_proxy/v3/tcp_proxy.proto`,
      'envoy/config/listener/v3/listener_components.proto',
    ],
    { keepCase: true },
  );
  root.resolveAll();
  return root;
}

let envoy: protobuf.Root | undefined;

/**
 * What is wrong with a filter chain of Envoy, or with fields of its HttpConnectionManager, by the messages of its API:
 * unknown fields, types that do not fit, two fields of which only one may be there.
 */
export function envoyComplaints(text: string): readonly string[] {
  envoy ??= loadEnvoy();
  const value: unknown = parse(text);
  const type = isFields(value) && 'filters' in value ? CHAIN : MANAGER;
  return inMessage(envoy.lookupType(type), value, '');
}

/** Messages that YAML writes in a way of their own. */
const SPECIAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  '.google.protobuf.Duration': (value) => typeof value === 'string' && /^\d+(\.\d+)?s$/.test(value),
  '.google.protobuf.BoolValue': (value) => typeof value === 'boolean',
  '.google.protobuf.UInt32Value': (value) => typeof value === 'number',
  '.google.protobuf.UInt64Value': (value) => typeof value === 'number',
  '.google.protobuf.StringValue': (value) => typeof value === 'string',
  '.google.protobuf.Struct': isFields,
};

function inMessage(type: protobuf.Type, value: unknown, at: string): readonly string[] {
  if (!isFields(value)) return [`${at}: expected ${type.name}`];
  const chosen = type.oneofsArray.map(({ name, oneof }) => ({ name, given: oneof.filter((one) => one in value) }));
  const twice = chosen.filter(({ given }) => given.length > 1).map(({ name }) => `${at}: more than one ${name}`);
  const inside = Object.entries(value).flatMap(([name, one]) => {
    const field = type.fields[name];
    const place = `${at}/${name}`;
    if (field === undefined) return [`${place}: unknown in ${type.name}`];
    if (field.repeated) {
      return Array.isArray(one)
        ? one.flatMap((each, index) => inField(field, each, `${place}/${index}`))
        : [`${place}: expected a list`];
    }
    return inField(field, one, place);
  });
  return [...twice, ...inside];
}

function inField({ resolvedType, type }: protobuf.Field, value: unknown, at: string): readonly string[] {
  if (resolvedType instanceof protobuf.Enum) {
    return Object.hasOwn(resolvedType.values, String(value)) ? [] : [`${at}: no value of ${resolvedType.name}`];
  }
  if (resolvedType instanceof protobuf.Type) {
    if (resolvedType.fullName === '.google.protobuf.Any') return inAny(resolvedType, value, at);
    const special = SPECIAL[resolvedType.fullName];
    if (special === undefined) return inMessage(resolvedType, value, at);
    return special(value) ? [] : [`${at}: expected ${resolvedType.name}`];
  }
  const wanted = type === 'string' || type === 'bytes' ? 'string' : type === 'bool' ? 'boolean' : 'number';
  return typeof value === wanted ? [] : [`${at}: expected ${type}`];
}

function inAny({ root }: protobuf.Type, value: unknown, at: string): readonly string[] {
  const { '@type': type, ...rest } = isFields(value) ? value : {};
  const name = /^type\.googleapis\.com\/(.+)$/.exec(String(type))?.[1];
  const found = name === undefined ? undefined : root.lookup(name);
  return found instanceof protobuf.Type ? inMessage(found, rest, at) : [`${at}: no message ${type}`];
}

const CACHE = join(folderOf('.cache'));

/**
 * What is wrong with resources of load balancers in CloudFormation's YAML, by the types that AWS publishes of them.
 * Properties may be missing, because what it judges are parts of templates. Compiles: takes a second.
 */
export function cloudFormationComplaints(text: string): readonly string[] {
  const reference = { tag: '!Ref', resolve: (name: string) => name };
  const template: unknown = parse(text, { customTags: [reference] });
  const resources = isFields(template) && isFields(template['Resources']) ? Object.entries(template['Resources']) : [];
  const lines = resources.map(([, resource]) => {
    const { Type, Properties, ...rest } = isFields(resource) ? resource : {};
    const [, , name] = String(Type).split('::');
    const type = `import('@awboost/cfn-resource-types/AWS-ElasticLoadBalancingV2-${name}').ElasticLoadBalancingV2${name}Properties`;
    const properties = `${JSON.stringify(Properties)} satisfies Partial<${type}>`;
    return Object.keys(rest).length === 0 ? `export const ${name} = ${properties};` : `unknown: ${Object.keys(rest)}`;
  });
  if (lines.length === 0) return ['no resources'];
  const complaints = compile(lines.join('\n'));
  return complaints.length > 0 ? complaints : resources.flatMap(([, resource]) => unknownKeys(resource));
}

function compile(source: string): readonly string[] {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'cloudformation-'));
  writeFileSync(join(folder, 'template.ts'), source);
  const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, module: 'nodenext', types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const { stdout, status } = spawnSync(join(folderOf('.bin'), 'tsc'), ['-p', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? [] : stdout.trim().split('\n');
}

/** Keys of attributes that the descriptions of their type do not name; types whose descriptions name none pass. */
function unknownKeys(resource: unknown): readonly string[] {
  const { Type, Properties } = isFields(resource) ? resource : {};
  const name = String(Type).split('::')[2];
  const file = join(folderOf('@awboost/cfn-resource-types'), 'lib', `AWS-ElasticLoadBalancingV2-${name}.d.ts`);
  const known: readonly string[] = readFileSync(file, 'utf8').match(/(?<=``)[a-z0-9_]+(?:\.[a-z0-9_]+)+(?=``)/g) ?? [];
  const attributes = isFields(Properties) ? Properties[`${name}Attributes`] : undefined;
  const keys = Array.isArray(attributes) ? attributes.map((one: unknown) => (isFields(one) ? one['Key'] : one)) : [];
  return known.length === 0 ? [] : keys.filter((key) => !known.includes(String(key))).map((key) => `unknown ${key}`);
}
