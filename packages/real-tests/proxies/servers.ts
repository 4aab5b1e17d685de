/** nginx, HAProxy, Apache and Caddy for the real tests: around the lines that ship stands no more than a site would have. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderProxy } from '../../../src/starters/proxy.ts';
import { proxies } from '../../../test/starters/projects.ts';
import { findProgram, Program, until } from '../program.ts';
import { accepts } from '../reachable.ts';

/** The timeout that the rest of the site has, in milliseconds: too short for quiet connections. */
export const SITE_TIMEOUT_MS = 500;

/** The lines as the command prints them. */
export function linesFor(server: string, protocol: string, set: Readonly<Record<string, string>>): string {
  const rendered = renderProxy(proxies, { protocol, server, set });
  if ('problem' in rendered) throw new Error(rendered.problem.message);
  return rendered.text;
}

/** The lines less some of them. One that is not there fails the test: it would prove nothing. */
export function without(text: string, ...directives: readonly RegExp[]): string {
  for (const directive of directives) {
    if (!text.split('\n').some((line) => directive.test(line))) throw new Error(`No line has ${directive}:\n${text}`);
  }
  return text
    .split('\n')
    .filter((line) => !directives.some((directive) => directive.test(line)))
    .join('\n');
}

export interface RunningProxy {
  readonly port: number;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

async function launch(
  name: string,
  port: number,
  write: (folder: string) => string,
  args: (file: string, folder: string) => readonly string[],
  env: (folder: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const file = join(folder, 'proxy.conf');
  writeFileSync(file, write(folder));
  const program = new Program(findProgram(name), args(file, folder), { env: env(folder) });
  const stop = async () => {
    await program.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(
      () => accepts(port),
      10_000,
      () => `${name}:\n${program.output}${readLog(folder)}`,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop, output: () => program.output };
}

/** Apache writes to a file what the others write to their output. */
function readLog(folder: string): string {
  const log = join(folder, 'error.log');
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

const STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** nginx: `http` goes into a server block on the port, `top` beside the http block. */
export async function startNginx(port: number, lines: { http?: string; top?: string }): Promise<RunningProxy> {
  const listen = /^listen /m.test(lines.http ?? '') ? '' : `listen 127.0.0.1:${port};`;
  const config = (folder: string) => `
    ${existsSync(STREAM_MODULE) ? `load_module ${STREAM_MODULE};` : ''}
    daemon off; master_process off; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
      proxy_read_timeout ${SITE_TIMEOUT_MS}ms;
      ${lines.http === undefined ? '' : `server { ${listen}\n${lines.http}\n}`}
    }
    ${lines.top ?? ''}
  `;
  return launch('nginx', port, config, (file, folder) => ['-c', file, '-p', folder, '-e', 'stderr']);
}

/** HAProxy with sections; what they do not say comes from the site's defaults. */
export async function startHaproxy(port: number, sections: string): Promise<RunningProxy> {
  const defaults = `
global
    log stderr local0 err
defaults
    mode http
    timeout connect 5s
    timeout client ${SITE_TIMEOUT_MS}ms
    timeout server ${SITE_TIMEOUT_MS}ms
`;
  return launch(
    'haproxy',
    port,
    () => `${defaults}\n${sections}\n`,
    (file) => ['-db', '-f', file],
  );
}

/** Apache with directives in its one virtual host. */
export async function startApache(port: number, directives: string): Promise<RunningProxy> {
  const modules = ['mpm_event', 'authz_core', 'proxy', 'proxy_http', 'setenvif', 'deflate', 'filter'];
  const config = (folder: string) => `
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerName localhost
ServerRoot ${folder}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
Timeout 1
<VirtualHost 127.0.0.1:${port}>
${directives}
</VirtualHost>
`;
  return launch('apache2', port, config, (file) => ['-D', 'FOREGROUND', '-f', file]);
}

/**
 * Caddy with directives in its one site block.
 *
 * @param options `servers`: more of their options; `tls`: files of its certificate and key, without which it has
 *   neither; `limit`: the longest that an answer may take as a whole
 */
export async function startCaddy(
  port: number,
  directives: string,
  { servers = '', tls, limit }: { readonly servers?: string; readonly tls?: string; readonly limit?: string } = {},
): Promise<RunningProxy> {
  const [scheme, certificate] = tls === undefined ? ['http', ''] : ['https', `tls ${tls}`];
  const timeouts = ['read_body', 'read_header', 'idle'].map((name) => `${name} ${SITE_TIMEOUT_MS}ms`);
  if (limit !== undefined) timeouts.push(`write ${limit}`);
  const config = `{
admin off
auto_https off
default_bind 127.0.0.1
grace_period 1s
servers {
timeouts {
${timeouts.join('\n')}
}
${servers}
}
}
${scheme}://127.0.0.1:${port}, ${scheme}://localhost:${port} {
${certificate}
${directives}
}
`;
  return launch(
    'caddy',
    port,
    () => config,
    (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
    (folder) => ({ XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }),
  );
}
