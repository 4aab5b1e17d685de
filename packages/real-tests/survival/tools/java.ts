/** What the Java starters run with: Debian's libraries, and what is generated from a .proto file. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, makeFolder } from '../../program.ts';

/** Programs that run for seconds start in less time, and without a parallel collector. */
export const JAVA_FLAGS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx256m'];

/** Debian puts the jars of its Java libraries here. */
const JARS = '/usr/share/java';
const named = (prefix: string, parts: readonly string[]) => parts.map((part) => `${prefix}-${part}`);
const LIBRARIES = [
  ...named('tomcat10', ['annotations-api', 'embed-core', 'embed-websocket']),
  ...named('grpc', ['api', 'context', 'core', 'netty', 'protobuf', 'protobuf-lite', 'stub']),
  ...named('netty', ['buffer', 'codec', 'codec-http', 'codec-http2', 'common', 'handler', 'resolver', 'transport']),
  ...['netty-transport-native-unix-common', 'guava', 'jctools-core', 'perfmark-api', 'protobuf'],
  ...['amqp-client', 'error_prone_annotations', 'gson', 'slf4j-api', 'slf4j-nop'],
];

/** The class path of Debian's libraries; a missing one fails here, by its name. */
export function javaLibraries(): string {
  const files = LIBRARIES.map((name) => join(JARS, `${name}.jar`));
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`Missing ${missing}: the starters' proofs need it installed.`);
  return files.join(':');
}

/** By the text of the .proto file: the folder with its classes. */
const generated = new Map<string, string>();

/** The class path of a starter in a folder: the libraries, and the classes from its .proto file if it has one. */
export function javaClassPath(folder: string): string {
  const proto = join(folder, 'feed.proto');
  if (!existsSync(proto)) return javaLibraries();
  const text = readFileSync(proto, 'utf8');
  const classes = generated.get(text) ?? generate(text);
  generated.set(text, classes);
  return `${javaLibraries()}:${classes}`;
}

/** As the plugin of Maven does in the project of the starter, with Debian's compilers. */
function generate(text: string): string {
  const folder = mkdtempSync(join(makeFolder().path, 'proto-'));
  const [sources, classes] = [join(folder, 'sources'), join(folder, 'classes')];
  mkdirSync(sources);
  writeFileSync(join(folder, 'feed.proto'), text);
  const plugin = `--plugin=protoc-gen-grpc-java=${findProgram('grpc_java_plugin')}`;
  run('protoc', [`--java_out=${sources}`, plugin, `--grpc-java_out=${sources}`, 'feed.proto'], folder);
  const packages = join(sources, 'starter');
  const files = readdirSync(packages).map((name) => join(packages, name));
  const service = join(packages, 'FeedGrpc.java');
  // Java has not had this annotation since 11, and later releases of the plugin do not write it.
  const withoutMark = readFileSync(service, 'utf8').replace(/^@javax\.annotation\.Generated\([^)]*\)\n/m, '');
  writeFileSync(service, withoutMark);
  run('javac', ['-nowarn', '-proc:none', '-cp', javaLibraries(), '-d', classes, ...files], folder);
  return classes;
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(findProgram(command), args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}:\n${stdout}${stderr}`);
}
