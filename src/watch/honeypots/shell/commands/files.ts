// Commands that look at and change the visitor's view of the files.
import { listNames, lookUp, resolvePath, takeFresh, withFile, writeFile } from '../files.ts';
import type { Call, Command } from '../run.ts';

const operands = (call: Call): string[] => call.args.filter(arg => !arg.startsWith('-'));
const flags = (call: Call): string => call.args.filter(arg => /^-[A-Za-z]/.test(arg)).join('');
const missing = (call: Call, path: string) => ({
  output: `${call.name}: ${call.name === 'ls' ? `cannot access '${path}'` : path}: No such file or directory\n`,
  status: call.name === 'ls' ? 2 : 1,
});

const modeText = (mode: number, directory: boolean): string =>
  (directory ? 'd' : '-') +
  [6, 3, 0]
    .map(
      shift =>
        ((mode >> shift) & 4 ? 'r' : '-') +
        ((mode >> shift) & 2 ? 'w' : '-') +
        ((mode >> shift) & 1 ? 'x' : '-'),
    )
    .join('');

const ls: Command = call => {
  const [wanted = '.'] = operands(call);
  const path = resolvePath(call.state, wanted);
  const entry = lookUp(call.state, path);
  if (entry === undefined) return missing(call, wanted);
  const shown = flags(call);
  const names = entry === 'directory' ? listNames(call.state, path) : [wanted];
  const visible = names.filter(name => shown.includes('a') || !name.startsWith('.'));
  if (!shown.includes('l'))
    return visible.length === 0 ? '' : `${visible.join(shown.includes('1') ? '\n' : '  ')}\n`;
  const lines = visible.map(name => {
    const item =
      entry === 'directory' ? lookUp(call.state, resolvePath(call.state, `${path}/${name}`)) : entry;
    const directory = item === 'directory';
    const size = typeof item === 'object' ? item.content.length : 4096;
    const mode = typeof item === 'object' ? item.mode : 0o755;
    return `${modeText(mode, directory)} ${directory ? 2 : 1} root root ${String(size).padStart(7)} Jan 11 08:02 ${name}\n`;
  });
  return `total ${4 * lines.length}\n${lines.join('')}`;
};

const cd: Command = call => {
  const path = resolvePath(call.state, operands(call)[0] ?? '~');
  const entry = lookUp(call.state, path);
  const shell = call.state.flavour === 'busybox' ? "sh: cd: can't cd to" : '-bash: cd:';
  if (entry === 'directory') {
    call.state = { ...call.state, cwd: path };
    return '';
  }
  return {
    output: `${shell} ${call.args[0] ?? ''}: ${entry ? 'Not a directory' : 'No such file or directory'}\n`,
    status: 1,
  };
};

const cat: Command = call => {
  const names = operands(call);
  if (names.length === 0) return call.input;
  let output = '';
  let status = 0;
  for (const name of names.slice(0, 32)) {
    const entry = lookUp(call.state, resolvePath(call.state, name));
    if (typeof entry === 'object') output += entry.content;
    else {
      output += `cat: ${name}: ${entry ? 'Is a directory' : 'No such file or directory'}\n`;
      status = 1;
    }
  }
  return { output, status };
};

const touch: Command = call => {
  for (const name of operands(call).slice(0, 32))
    call.state = writeFile(call.state, resolvePath(call.state, name), '', true);
  return '';
};

const mkdir: Command = call => {
  for (const name of operands(call).slice(0, 32)) {
    const path = resolvePath(call.state, name);
    if (lookUp(call.state, path) === undefined) call.state = withFile(call.state, path, 'directory');
  }
  return '';
};

/** Removed and replaced files are still evidence: report them first. */
function reportFresh(call: Call, path: string): void {
  const { state, files } = takeFresh(call.state, path);
  call.state = state;
  for (const file of files) call.report({ kind: 'file', ...file });
}

const rm: Command = call => {
  for (const name of operands(call).slice(0, 64)) {
    const path = resolvePath(call.state, name);
    if (typeof call.state.files.get(path) === 'object') reportFresh(call, path);
    if (lookUp(call.state, path) !== undefined) call.state = withFile(call.state, path, 'removed');
    else if (!flags(call).includes('f')) return missing(call, name);
  }
  return '';
};

const chmod: Command = call => {
  const [mode, ...names] = call.args.filter(arg => !/^-[A-Za-z]*R/.test(arg));
  for (const name of names.slice(0, 32)) {
    const path = resolvePath(call.state, name);
    const entry = lookUp(call.state, path);
    if (entry === undefined) return missing(call, name);
    if (entry === 'directory') continue;
    const bits = /^[0-7]{3,4}$/.test(mode ?? '') ? Number.parseInt(mode!, 8) & 0o777 : entry.mode | 0o111;
    call.state = withFile(call.state, path, { ...entry, mode: bits });
    reportFresh(call, path);
  }
  return '';
};

const copy: Command = call => {
  const [from, to] = operands(call);
  if (from === undefined || to === undefined)
    return { output: `${call.name}: missing file operand\n`, status: 1 };
  const source = lookUp(call.state, resolvePath(call.state, from));
  if (source === undefined || source === 'directory') return missing(call, from);
  let target = resolvePath(call.state, to);
  if (lookUp(call.state, target) === 'directory')
    target = `${target}/${from.slice(from.lastIndexOf('/') + 1)}`;
  call.state = writeFile(call.state, target, source.content, false);
  const written = call.state.files.get(target);
  if (typeof written === 'object')
    call.state = withFile(call.state, target, { ...written, mode: source.mode, fresh: source.fresh });
  if (call.name === 'mv') call.state = withFile(call.state, resolvePath(call.state, from), 'removed');
  return '';
};

const dd: Command = call => {
  const option = (key: string) => call.args.find(arg => arg.startsWith(`${key}=`))?.slice(key.length + 1);
  const from = option('if');
  const entry = from === undefined ? undefined : lookUp(call.state, resolvePath(call.state, from));
  const size = Math.max(
    0,
    Math.min(65_536, Number(option('bs') ?? 512) * Number(option('count') ?? 128) || 0),
  );
  const bytes = (typeof entry === 'object' ? entry.content : call.input).slice(0, size);
  const to = option('of');
  if (to === undefined) return bytes;
  call.state = writeFile(call.state, resolvePath(call.state, to), bytes, false);
  return '';
};

const which: Command = call => {
  const found = operands(call).filter(name =>
    /^(wget|curl|tftp|ls|cat|sh|bash|busybox|uname|chmod|python3|perl)$/.test(name),
  );
  return { output: found.map(name => `/usr/bin/${name}\n`).join(''), status: found.length > 0 ? 0 : 1 };
};

export const fileCommands: Record<string, Command> = {
  ls,
  dir: ls,
  cd,
  cat,
  touch,
  mkdir,
  rm,
  chmod,
  cp: copy,
  mv: copy,
  dd,
  which,
  pwd: call => `${call.state.cwd}\n`,
  rmdir: rm,
  chown: () => '',
  chattr: () => '',
  lsattr: () => '',
  ln: () => '',
  sync: () => '',
  find: () => '',
  tar: () => '',
  du: () => '4\t.\n',
};
