/** What the makers of proxies publish of their configuration: messages of Envoy, types of CloudFormation and Traefik. */
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
  const folder = mkdtempSync(join(CACHE, 'types-'));
  writeFileSync(join(folder, 'template.ts'), source);
  const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, module: 'nodenext', types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const { stdout, status } = spawnSync(join(folderOf('.bin'), 'tsc'), ['-p', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? [] : stdout.trim().split('\n');
}

/** The API of load balancers, whose descriptions name all attributes; CloudFormation's leave those of target groups out. */
const API = 'dist-types/models/models_0.d.ts';

/** Keys of attributes that the API does not name for this type of resource. */
function unknownKeys(resource: unknown): readonly string[] {
  const { Type, Properties } = isFields(resource) ? resource : {};
  const name = `${String(Type).split('::')[2]}Attribute`;
  const attributes = isFields(Properties) ? (Properties[`${name}s`] ?? []) : [];
  const keys = Array.isArray(attributes) ? attributes.map((one: unknown) => (isFields(one) ? one['Key'] : one)) : [];
  if (keys.length === 0) return [];
  const api = readFileSync(join(folderOf('@aws-sdk/client-elastic-load-balancing-v2'), API), 'utf8');
  const [description] = new RegExp(`(?<=interface ${name} \\{)[^]*?Key\\?:`).exec(api) ?? [''];
  const known: readonly string[] = description.match(/(?<=<code>)\w+(?:\.\w+)+(?=<\/code>)/g) ?? [];
  return keys.filter((key) => !known.includes(String(key))).map((key) => `unknown ${key}`);
}

type Part = readonly [type: string, value: unknown];

/**
 * What is wrong with dynamic configuration of Traefik, by the types of its resources in Kubernetes, which have the same
 * fields. Servers are another resource there: theirs are checked here. Compiles: takes a second.
 */
export function traefikComplaints(texts: readonly string[]): readonly string[] {
  const files = texts.map((text): unknown => parse(text));
  const parts = files.flatMap((file) =>
    Object.entries(fieldsOf(file)).flatMap(([kind, section]) => inSection(kind, fieldsOf(section))),
  );
  if (parts.length === 0) return ['no resources'];
  const lines = parts.map(([type, value], at) => {
    const spec = `import('@kubernetes-models/traefik/traefik.io/v1alpha1').${type}['spec']`;
    return `export const part${at} = ${JSON.stringify(value)} satisfies ${spec};`;
  });
  return compile(lines.join('\n'));
}

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const eachOf = (value: unknown): readonly Fields[] => Object.values(fieldsOf(value)).map(fieldsOf);

function inSection(kind: string, section: Fields): readonly Part[] {
  const ending = kind === 'http' ? '' : kind.toUpperCase();
  const { routers, services, middlewares, serversTransports, ...unknown } = section;
  const balancers = fieldsOf(services);
  return [
    ...Object.keys(unknown).map((name): Part => [`Unknown_${name}`, {}]),
    ...eachOf(routers).map((router): Part => [`IIngressRoute${ending}`, routeOf(router, balancers)]),
    ...eachOf(middlewares).map((one): Part => [`IMiddleware${ending}`, one]),
    ...eachOf(serversTransports).map((one): Part => [`IServersTransport${ending}`, one]),
  ];
}

/** A router with its service, as a route in Kubernetes. */
function routeOf(router: Fields, balancers: Fields): Fields {
  const { entryPoints, tls, rule: match, service, middlewares, ...others } = router;
  const { loadBalancer, ...strange } = fieldsOf(balancers[String(service)]);
  const { servers, ...balancer } = fieldsOf(loadBalancer);
  const keys = Array.isArray(servers) ? servers.flatMap((one: unknown) => Object.keys(fieldsOf(one))) : ['none'];
  const port = keys.every((key) => key === 'url' || key === 'address') ? 80 : { servers };
  const names = Array.isArray(middlewares) ? { middlewares: middlewares.map((name: unknown) => ({ name })) } : {};
  const one = { name: service, port, ...balancer, ...strange };
  const route = { ...others, match, ...names, services: [one] };
  return { ...(entryPoints !== undefined && { entryPoints }), ...(tls !== undefined && { tls }), routes: [route] };
}
