/** nginx, HAProxy and Apache for the real tests: around the lines that ship stands no more than a site would have. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderProxy } from '../../src/starters/proxy.ts';
import { proxies } from '../../test/starters/projects.ts';
import { findProgram, Program, until } from './program.ts';
import { accepts } from './reachable.ts';

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
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const file = join(folder, 'proxy.conf');
  writeFileSync(file, write(folder));
  const program = new Program(findProgram(name), args(file, folder));
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
