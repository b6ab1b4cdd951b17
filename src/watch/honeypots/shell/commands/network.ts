// Commands that would fetch something. They note the URL, pretend, and never touch the network.
import { resolvePath, writeFile } from '../files.ts';
import type { Call, Command } from '../run.ts';

/** Options of the tools that take a value, so that the value is not read as an operand. */
const valued: Record<string, string> = {
  wget: 'OoPUtTQeai',
  curl: 'oAHduXxmTeFbcEKw',
  tftp: 'lrcmb',
  ftpget: 'uPp',
};

interface Parsed {
  options: Map<string, string>;
  operands: string[];
}

function parse(call: Call): Parsed {
  const options = new Map<string, string>();
  const operands: string[] = [];
  for (let index = 0; index < call.args.length; index++) {
    const arg = call.args[index]!;
    if (/^-[A-Za-z#0-9]/.test(arg)) {
      // As getopt reads it: what follows a flag that takes a value is its value, else the next word is (`-O-`, `-qO -`).
      for (let at = 1; at < arg.length; at++) {
        const flag = arg[at]!;
        options.set(flag, '');
        if (!(valued[call.name] ?? '').includes(flag)) continue;
        options.set(flag, at + 1 < arg.length ? arg.slice(at + 1) : (call.args[++index] ?? ''));
        break;
      }
    } else if (!arg.startsWith('--')) operands.push(arg);
  }
  return { options, operands };
}

const asUrl = (text: string, scheme: string): string =>
  /^[a-z]+:\/\//i.test(text) ? text : `${scheme}://${text}`;
const baseName = (url: string): string =>
  /\/([^/?#]+)(?:[?#].*)?$/.exec(url.replace(/^[a-z]+:\/\//i, ''))?.[1] ?? 'index.html';
const hostOf = (url: string): string => /^[a-z]+:\/\/([^/:?#]*)/i.exec(url)?.[1] ?? '';

function note(call: Call, url: string): void {
  call.report({ kind: 'download', url, tool: call.name });
}

/** An empty file where the download would be: later commands then find something to run. */
function pretend(call: Call, name: string): void {
  call.state = writeFile(call.state, resolvePath(call.state, name), '', false);
}

const wget: Command = call => {
  const { options, operands } = parse(call);
  if (operands.length === 0) return { output: 'wget: missing URL\n', status: 1 };
  let output = '';
  for (const operand of operands.slice(0, 16)) {
    const url = asUrl(operand, 'http');
    note(call, url);
    const name = options.get('O') || baseName(url);
    if (name === '-') continue;
    pretend(call, name);
    if (options.has('q')) continue;
    output +=
      call.state.flavour === 'busybox'
        ? `Connecting to ${hostOf(url)} (${hostOf(url)}:80)\n${name.padEnd(20).slice(0, 20)} 100% |*******************************| 61440  0:00:00 ETA\n`
        : `Connecting to ${hostOf(url)}... connected.\nHTTP request sent, awaiting response... 200 OK\nLength: 61440 (60K) [application/octet-stream]\nSaving to: '${name}'\n\n'${name}' saved [61440/61440]\n\n`;
  }
  return output;
};

const curl: Command = call => {
  const { options, operands } = parse(call);
  if (operands.length === 0) return { output: "curl: try 'curl --help' for more information\n", status: 2 };
  for (const operand of operands.slice(0, 16)) {
    const url = asUrl(operand, 'http');
    note(call, url);
    if (options.get('o')) pretend(call, options.get('o')!);
    else if (options.has('O')) pretend(call, baseName(url));
  }
  return '';
};

/** BusyBox `tftp -g -r REMOTE [-l LOCAL] HOST`, and `tftp HOST -c get FILE`. */
const tftp: Command = call => {
  const { options, operands } = parse(call);
  const [host] = operands;
  const remote = options.get('r') || (options.get('c') === 'get' ? operands[1] : undefined);
  if (host === undefined || !remote)
    return { output: 'tftp: usage: tftp [-g|-p] -r FILE HOST [PORT]\n', status: 1 };
  note(call, `tftp://${host}/${remote}`);
  pretend(call, options.get('l') || baseName(`/${remote}`));
  return '';
};

/** BusyBox `ftpget [-u USER -p PASS -P PORT] HOST [LOCAL] REMOTE`. */
const ftpget: Command = call => {
  const { options, operands } = parse(call);
  const [host, local, remote = local] = operands;
  if (host === undefined || local === undefined)
    return { output: 'ftpget: usage: ftpget HOST [LOCAL] REMOTE\n', status: 1 };
  const port = options.get('P');
  note(call, `ftp://${host}${port ? `:${port}` : ''}/${remote}`);
  pretend(call, local);
  return '';
};

const ping: Command = call => {
  const host = call.args.find(arg => !arg.startsWith('-') && !/^\d+$/.test(arg)) ?? '';
  return {
    output: `PING ${host} 56(84) bytes of data.\n\n--- ${host} ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n`,
    status: 1,
  };
};

const unreachable: Command = call => ({
  output: `${call.name}: connect: Network is unreachable\n`,
  status: 1,
});

export const networkCommands: Record<string, Command> = {
  wget,
  curl,
  tftp,
  ftpget,
  ping,
  ssh: unreachable,
  scp: unreachable,
  nc: unreachable,
  telnet: unreachable,
  nslookup: unreachable,
};
