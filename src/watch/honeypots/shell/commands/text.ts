// Commands that make or filter text.
import { lookUp, resolvePath } from '../files.ts';
import type { Call, Command } from '../run.ts';

const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  e: '\x1b',
};

/** Backslash escapes of `echo -e` and `printf`: letters, \xHH, octal. */
export const unescapeText = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|(.))/gs, (whole, hex, octal, letter) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return escapes[letter] ?? whole;
  });

const echo: Command = call => {
  const args = [...call.args];
  let newline = true;
  let escaped = false;
  while (args[0] !== undefined && /^-[neE]+$/.test(args[0])) {
    const flag = args.shift()!;
    if (flag.includes('n')) newline = false;
    if (flag.includes('e')) escaped = true;
  }
  const text = args.join(' ');
  return (escaped ? unescapeText(text) : text) + (newline ? '\n' : '');
};

const printf: Command = call => {
  const [format = '', ...values] = call.args;
  let index = 0;
  return unescapeText(format).replace(/%[-0-9.]{0,8}([sdxc%])/g, (_, kind) =>
    kind === '%' ? '%' : (values[index++] ?? ''),
  );
};

/** Text of the last operand, or what was piped in. */
function subject(call: Call, skip: number): string {
  const names = call.args.filter(arg => !arg.startsWith('-')).slice(skip);
  if (names.length === 0) return call.input;
  const entry = lookUp(call.state, resolvePath(call.state, names[0]!));
  return typeof entry === 'object' ? entry.content : '';
}

const lines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const joined = (list: string[]): string => (list.length === 0 ? '' : `${list.join('\n')}\n`);

/** `grep` with plain text: patterns of strangers are never compiled. */
const grep: Command = call => {
  const [pattern = ''] = call.args.filter(arg => !arg.startsWith('-'));
  const flags = call.args.filter(arg => arg.startsWith('-')).join('');
  const fold = (text: string) => (flags.includes('i') ? text.toLowerCase() : text);
  const alternatives = fold(pattern)
    .split(/\\?\|/)
    .map(text => text.replace(/[\^$]/g, ''));
  const found = lines(subject(call, 1)).filter(
    line => alternatives.some(text => fold(line).includes(text)) !== flags.includes('v'),
  );
  const output = flags.includes('c') ? `${found.length}\n` : flags.includes('q') ? '' : joined(found);
  return { output, status: found.length > 0 ? 0 : 1 };
};

const take =
  (cut: (list: string[], count: number) => string[]): Command =>
  call => {
    const option = /-n?\s*(\d{1,6})/.exec(call.args.join(' '));
    const skip = call.args.includes('-n') ? 1 : 0;
    return joined(cut(lines(subject(call, skip)), option ? Number(option[1]) : 10));
  };

const wc: Command = call => {
  const text = subject(call, 0);
  const list = lines(text);
  if (call.args.includes('-l')) return `${list.length}\n`;
  if (call.args.includes('-c')) return `${text.length}\n`;
  return `${list.length} ${text.split(/\s+/).filter(Boolean).length} ${text.length}\n`;
};

const passThrough: Command = call => call.input;

export const textCommands: Record<string, Command> = {
  echo,
  printf,
  grep,
  egrep: grep,
  fgrep: grep,
  head: take((list, count) => list.slice(0, count)),
  tail: take((list, count) => list.slice(-count)),
  wc,
  sort: call => joined(lines(subject(call, 0)).sort()),
  uniq: call => joined(lines(subject(call, 0)).filter((line, index, all) => line !== all[index - 1])),
  awk: passThrough,
  sed: passThrough,
  cut: passThrough,
  tr: passThrough,
  xargs: passThrough,
  tee: passThrough,
  base64: call => {
    if (!call.args.some(arg => arg === '-d' || arg === '--decode'))
      return `${Buffer.from(call.input, 'latin1').toString('base64')}\n`;
    return Buffer.from(call.input, 'base64').toString('latin1');
  },
  md5sum: () => ({ output: '', status: 1 }),
};
