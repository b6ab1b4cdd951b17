// What a logged-in SSH visitor can open: a shell, one command, an upload. Everything that would reach further is refused.
import type { ServerChannel, Session as SshSession } from 'ssh2';
import type { HeldBytes } from '../held-bytes.ts';
import type { StartContext } from '../honeypot.ts';
import type { Session } from '../reporter.ts';
import { createLineEditor } from '../shell/line-editor.ts';
import { newShell, prompt, shellLimits } from '../shell/state.ts';
import { openShell, type ShellVisit } from '../shell/visit.ts';
import { createScpReceiver } from './scp.ts';
import { serveSftp } from './sftp.ts';
import { openUpload, type Upload } from './upload.ts';

export interface Channels {
  accept(session: SshSession): void;
  end(): void;
}

/** Session channels and uploads one visit may open. */
const channelLimit = 32;
const uploadLimit = 256;

/** The channels of one visit; all share one fake machine. */
export function createChannels(
  session: Session,
  context: StartContext,
  memory: HeldBytes,
  login: { user: string; host: string; drop(why: string): void },
): Channels {
  const shell = openShell(
    session,
    newShell({ flavour: 'server', user: login.user.slice(0, 64), host: login.host, now: context.clock() }),
    context,
    memory,
  );
  const unfinished = new Set<{ end(): void }>();
  let opened = 0;
  let uploads = 0;
  let sent = 0;

  const write = (channel: ServerChannel, text: string, terminal: boolean): void => {
    if (text === '' || !channel.writable) return;
    sent += text.length;
    // A client that never opens its window would make us hold the output.
    if (sent > context.limits.bytesOut || channel.writableLength > context.limits.pendingBytes) {
      login.drop('bytes-out');
      return;
    }
    channel.write(Buffer.from(terminal ? text.replace(/\r?\n/g, '\r\n') : text, 'latin1'));
  };
  const finish = (channel: ServerChannel, status: number): void => {
    if (!channel.writable) return;
    channel.exit(status);
    channel.end();
  };
  const receive = (name: string): Upload => {
    if (++uploads > uploadLimit) login.drop('uploads');
    const upload = openUpload(name, session, context, memory);
    unfinished.add({ end: () => upload.finish() });
    return upload;
  };
  const tunnel = (kind: string): void => session.report('tunnel-request', { labels: { kind } });

  return {
    accept(ssh) {
      let terminal = false;
      if (++opened > channelLimit) {
        login.drop('channels');
        return;
      }
      ssh.on('pty', accept => {
        terminal = true;
        accept?.();
      });
      ssh.on('env', accept => accept?.());
      ssh.on('window-change', accept => accept?.());
      ssh.on('signal', accept => accept?.());
      ssh.on('x11', (_, reject) => {
        tunnel('x11');
        reject?.();
      });
      ssh.on('auth-agent', (_, reject) => {
        tunnel('auth-agent');
        reject?.();
      });
      ssh.on('shell', accept => {
        const channel = accept();
        if (channel) converse(channel, shell, terminal, { write, finish });
      });
      ssh.on('exec', (accept, _, { command }) => {
        const channel = accept();
        const text = Buffer.from(command.slice(0, shellLimits.line), 'utf8').toString('latin1');
        if (channel) execute(channel, text, terminal);
      });
      ssh.on('sftp', accept => {
        const sftp = accept();
        if (sftp) unfinished.add(serveSftp(sftp, () => shell.state, receive));
      });
      ssh.on('subsystem', (_, reject) => reject?.());
    },
    end() {
      for (const part of unfinished) part.end();
      unfinished.clear();
      shell.end();
    },
  };

  function execute(channel: ServerChannel, command: string, terminal: boolean): void {
    channel.on('error', () => {});
    const scp = /^\s*(?:\/usr\/bin\/)?scp\s(?:.*\s)?-[a-z]*([tf])\s*(.*)$/.exec(command.slice(0, 512));
    if (scp?.[1] === 't') {
      receiveScp(channel, command);
      return;
    }
    // `ssh host 'cat > x' < file` is how droppers without scp upload.
    const into = /\bcat\s*>>?\s*['"]?([^\s'";|&]+)/.exec(command);
    const upload = into ? receive(into[1]!) : undefined;
    const { output } = shell.line(command);
    const done = (): void => {
      upload?.finish();
      write(channel, output, terminal);
      finish(channel, shell.state.status);
    };
    if (!upload) {
      channel.resume();
      done();
      return;
    }
    channel.on('data', (bytes: Buffer) => upload.append(bytes));
    channel.once('end', done);
  }

  function receiveScp(channel: ServerChannel, command: string): void {
    session.report('command', { 'process.command_line': command, 'user.name': login.user });
    const step = createScpReceiver();
    let upload: Upload | undefined;
    channel.write(Buffer.of(0));
    channel.on('data', (bytes: Buffer) => {
      const { reply, files } = step(bytes);
      for (const file of files) {
        if (file.event === 'begin') upload = receive(file.name);
        else if (file.event === 'data') upload?.append(file.bytes);
        else upload?.finish();
      }
      if (reply.length > 0 && channel.writable) channel.write(Buffer.from(reply));
    });
    channel.once('end', () => {
      upload?.finish();
      finish(channel, 0);
    });
  }
}

/** The interactive shell: with a terminal, echo and prompt; without, bare lines as a shell reading a pipe. */
function converse(
  channel: ServerChannel,
  shell: ShellVisit,
  terminal: boolean,
  {
    write,
    finish,
  }: {
    write(channel: ServerChannel, text: string, terminal: boolean): void;
    finish(channel: ServerChannel, status: number): void;
  },
): void {
  const editor = createLineEditor(shellLimits.line);
  const ask = (): void => {
    if (terminal) write(channel, prompt(shell.state), true);
  };
  channel.on('error', () => {});
  channel.on('data', (bytes: Buffer) => {
    const typed = editor.type(bytes, true);
    if (terminal) write(channel, typed.echo, true);
    for (const text of typed.lines) {
      const { output, exit } = shell.line(text);
      write(channel, output, terminal);
      if (exit) {
        finish(channel, shell.state.status);
        return;
      }
      ask();
    }
    if (typed.signals.includes('interrupt')) ask();
    if (typed.signals.includes('end')) finish(channel, 0);
  });
  channel.once('end', () => finish(channel, 0));
  if (terminal)
    write(
      channel,
      'Linux server 5.10.0-28-amd64 #1 SMP Debian 5.10.209-2 (2024-01-31) x86_64\n\nThe programs included with the Debian GNU/Linux system are free software;\nthe exact distribution terms for each program are described in the\nindividual files in /usr/share/doc/*/copyright.\n\n',
      true,
    );
  ask();
}
