// Commands about the shell itself, and those that run others.
import { lookUp, resolvePath } from '../files.ts';
import type { Call, Command } from '../run.ts';

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
/** Runs the rest of the words as a command of their own. */
const rest =
  (skip: (args: readonly string[]) => number): Command =>
  call => {
    const words = call.args.slice(skip(call.args));
    if (words.length === 0) return '';
    const output = call.nested(words.map(quoted).join(' '));
    return { output, status: call.state.status };
  };
const flagsOnly = (args: readonly string[]): number => {
  const first = args.findIndex(arg => !arg.startsWith('-'));
  return first < 0 ? args.length : first;
};

/** `sh`, `sh -c LINE`, `sh FILE`, or a script piped in. */
const sh: Command = call => {
  const at = call.args.indexOf('-c');
  if (at >= 0) return { output: call.nested(call.args[at + 1] ?? ''), status: call.state.status };
  const file = call.args.find(arg => !arg.startsWith('-'));
  if (file === undefined) return call.input === '' ? '' : call.nested(call.input);
  const path = resolvePath(call.state, file);
  const entry = lookUp(call.state, path);
  if (typeof entry !== 'object')
    return { output: `${call.name}: ${file}: No such file or directory\n`, status: 127 };
  // chmod reports what was written: a script handed to sh is as good as run.
  const text = entry.content;
  call.nested(`chmod +x ${quoted(path)}`);
  return /[\0\x7f]/.test(text) ? '' : call.nested(text);
};

const applets =
  'ash cat chmod cp date dd df echo ftpget grep head id ifconfig kill ls mkdir mount mv ping ps pwd rm sh tail tftp touch uname wc wget';

const busybox: Command = call => {
  const [applet, ...args] = call.args;
  if (applet === undefined)
    return `BusyBox v1.19.4 (2019-03-12 08:20:37 CST) multi-call binary.\n\nUsage: busybox [function] [arguments]...\n\nCurrently defined functions:\n\t${applets.split(' ').join(', ')}\n\n`;
  if (!applets.split(' ').includes(applet)) return { output: `${applet}: applet not found\n`, status: 127 };
  return { output: call.nested([applet, ...args].map(quoted).join(' ')), status: call.state.status };
};

const setVariables = (call: Call): void => {
  for (const word of call.args.slice(0, 16))
    if (/^[A-Za-z_]\w*=/.test(word)) call.nested(quotedAssignment(word));
};
const quotedAssignment = (word: string): string => {
  const at = word.indexOf('=');
  return `${word.slice(0, at)}=${quoted(word.slice(at + 1))}`;
};

const leave: Command = call => {
  call.leave();
  return '';
};

export const controlCommands: Record<string, Command> = {
  sh,
  bash: sh,
  ash: sh,
  dash: sh,
  busybox,
  exit: leave,
  logout: leave,
  quit: leave,
  true: () => '',
  ':': () => '',
  false: () => ({ status: 1 }),
  sudo: rest(flagsOnly),
  nohup: rest(() => 0),
  exec: rest(() => 0),
  command: rest(flagsOnly),
  nice: rest(flagsOnly),
  timeout: rest(() => 1),
  setsid: rest(flagsOnly),
  eval: call => ({ output: call.nested(call.args.join(' ')), status: call.state.status }),
  export: call => {
    setVariables(call);
    return '';
  },
  unset: () => '',
  set: () => '',
  alias: () => '',
  unalias: () => '',
  sleep: () => '',
  wait: () => '',
  clear: () => '\x1b[H\x1b[2J',
  test: () => '',
  '[': () => '',
  history: call =>
    call.args[0] === '-c'
      ? ''
      : call.state.history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join(''),
  // Words Mirai-like loaders send before they know which shell they are in.
  enable: () => '',
  system: () => '',
  shell: () => '',
  linuxshell: () => '',
};
