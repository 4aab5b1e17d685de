import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findProgram, makeFolder, render, starterNames, writeStarter } from './program.ts';

const STUBS = fileURLToPath(new URL('delphi-stubs', import.meta.url));

let folder: ReturnType<typeof makeFolder>;

beforeEach(() => {
  folder = makeFolder();
});

afterEach(() => folder.remove());

/** Free Pascal in Delphi mode with long strings, against the stub units. */
function compile(program: string): { readonly status: number | null; readonly output: string } {
  const units = join(folder.path, 'units');
  mkdirSync(units);
  const args = ['-Mdelphi', '-Sh', `-Fu${STUBS}`, `-FU${units}`, `-o${join(units, 'program')}`, program];
  const { status, stdout } = spawnSync(findProgram('fpc'), args, { cwd: folder.path, encoding: 'utf8' });
  return { status, output: stdout };
}

describe('every Delphi starter compiles, with defaults and with hostile text', () => {
  const hostile = `'; Halt; //\r\n{$INCLUDE x}#0\0 ${'long '.repeat(100)} grün ‮ 🚀`;
  for (const { protocol, role } of starterNames('delphi')) {
    for (const text of ['', hostile]) {
      test(`${protocol} ${role}${text && ' hostile'}`, () => {
        const plain = render(protocol, 'delphi', role, {});
        const set = Object.entries(plain.values).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value + text]] : [],
        );
        writeStarter(render(protocol, 'delphi', role, Object.fromEntries(set)), folder.path);
        const { status, output } = compile(plain.files[0]?.path ?? '');
        expect(status, output).toBe(0);
      });
    }
  }
});

test('text arrives in a compiled program as it was given', () => {
  const text = `it's "quoted" {$I x} // (* *) \\ ${'x'.repeat(300)}\t\r\n\0end`;
  const { values } = render('mqtt', 'delphi', 'client', { topic: text });
  expect(values['topic']).toBe(text);
  const program = render('mqtt', 'delphi', 'client', { topic: text }).files[0]?.text ?? '';
  const constant = /^ {2}TOPIC = [\s\S]*?;$/m.exec(program)?.[0] ?? '';
  writeFileSync(join(folder.path, 'echo.dpr'), `program Echo;\nconst\n${constant}\nbegin\n  Write(TOPIC);\nend.\n`);
  const { status, output } = compile('echo.dpr');
  expect(status, output).toBe(0);
  const ran = spawnSync(join(folder.path, 'units', 'program'), { encoding: 'utf8' });
  expect(ran.stdout).toBe(text);
});

describe('the stub units refuse what the well-known cheat sheet has', () => {
  const cases = [
    ['SSE component', 'uses sgcWebSocket_Protocols;\nvar S: TsgcWSPClient_SSE;\nbegin\nend.', /TsgcWSPClient_SSE/],
    ['WebRTC component', 'uses sgcP2P;\nvar S: TsgcWSPClient_WebRTC;\nbegin\nend.', /TsgcWSPClient_WebRTC/],
    ['HTTP/2 event', 'uses sgcHTTP;\nvar C: TsgcHTTP2Client;\nbegin\n  C.OnResponse := nil;\nend.', /OnResponse/],
    [
      'AMQP event',
      'uses sgcWebSocket_Protocols;\nvar C: TsgcWSPClient_AMQP;\nbegin\n  C.OnAMQPMessage := nil;\nend.',
      /OnAMQPMessage/,
    ],
    [
      'AMQP call',
      "uses sgcWebSocket_Protocols;\nvar C: TsgcWSPClient_AMQP;\nbegin\n  C.Consume('orders');\nend.",
      /Consume/,
    ],
  ] as const;
  for (const [name, body, complaint] of cases) {
    test(name, () => {
      writeFileSync(join(folder.path, 'wrong.dpr'), `program Wrong;\n${body}\n`);
      const { status, output } = compile('wrong.dpr');
      expect(status).not.toBe(0);
      expect(output).toMatch(complaint);
    });
  }
});
