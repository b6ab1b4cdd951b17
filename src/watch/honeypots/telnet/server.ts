// Telnet shell: socket ↔ option negotiation ↔ login dialogue ↔ fake shell.
import { createHeldBytes, type HeldBytes } from '../held-bytes.ts';
import type { HoneypotDescriptor, StartContext } from '../honeypot.ts';
import { admits, type LoginPolicy } from '../login-policy.ts';
import { createLineEditor } from '../shell/line-editor.ts';
import { newShell, prompt, shellLimits } from '../shell/state.ts';
import { openShell, type ShellVisit } from '../shell/visit.ts';
import { listenTcp, type Visit } from '../tcp/listen.ts';
import { createTelnetReader, escapeData, greeting } from './protocol.ts';

export interface TelnetSettings {
  host: string;
  banner: string;
  login: LoginPolicy;
}

/** Starts the Telnet honeypot. */
export function serveTelnet(settings: TelnetSettings, context: StartContext, descriptor: HoneypotDescriptor) {
  const memory = createHeldBytes();
  return listenTcp(descriptor, context, visit => converse(visit, settings, context, memory));
}

function converse(visit: Visit, settings: TelnetSettings, context: StartContext, memory: HeldBytes): void {
  const { socket, session } = visit;
  const reader = createTelnetReader();
  const editor = createLineEditor(shellLimits.line);
  let user: string | undefined;
  let attempts = 0;
  let shell: ShellVisit | undefined;
  let negotiated = '';

  const send = (text: string): void => {
    if (socket.writable && text !== '')
      socket.write(
        escapeData(Buffer.from(text.replaceAll('\n', '\r\n').replaceAll('\r\r\n', '\r\n'), 'latin1')),
      );
    // A client that does not read gets no more: what is unsent stays within the limit.
    if (socket.writableLength > context.limits.pendingBytes || socket.bytesWritten > context.limits.bytesOut)
      socket.destroy();
  };
  const close = (): void => {
    socket.end();
    socket.destroySoon();
  };
  const ask = (): string =>
    shell ? prompt(shell.state) : user === undefined ? `${settings.host} login: ` : 'Password: ';

  const line = (text: string): void => {
    if (shell) {
      const { output, exit } = shell.line(text);
      send(output);
      if (exit) {
        close();
        return;
      }
    } else if (user === undefined) {
      if (text.trim() !== '') user = text.trim().slice(0, 256);
    } else {
      const name = user;
      user = undefined;
      attempts++;
      const admitted = admits(settings.login, name, text, attempts);
      session.report('login-attempt', {
        'user.name': Buffer.from(name, 'latin1').toString('utf8'),
        'hinomi.password': Buffer.from(text, 'latin1').toString('utf8'),
        'event.outcome': admitted ? 'success' : 'failure',
      });
      if (admitted) {
        visit.settled = true;
        shell = openShell(
          session,
          newShell({
            flavour: 'busybox',
            user: name.slice(0, 64),
            host: settings.host,
            now: context.clock(),
          }),
          context,
          memory,
        );
        send(
          "\n\nBusyBox v1.19.4 (2019-03-12 08:20:37 CST) built-in shell (ash)\nEnter 'help' for a list of built-in commands.\n\n",
        );
      } else {
        send('Login incorrect\n');
        if (attempts >= settings.login.attempts) {
          close();
          return;
        }
      }
    }
    send(ask());
  };

  socket.on('data', bytes => {
    const input = reader.read(bytes);
    if (input.reply.length > 0 && socket.writable) socket.write(input.reply);
    if (input.negotiated.length > 0) {
      negotiated = [negotiated, ...input.negotiated].filter(Boolean).join(', ').slice(0, 400);
      visit.labels.telnet_options = negotiated;
    }
    const hidden = !shell && user !== undefined;
    const typed = editor.type(input.data, !hidden);
    send(typed.echo);
    for (const text of typed.lines) {
      if (socket.destroyed || socket.writableEnded) return;
      line(text);
    }
    if (typed.signals.includes('end')) close();
    else if (typed.signals.includes('interrupt')) send(ask());
  });
  socket.on('end', () => socket.end());
  socket.once('close', () => shell?.end());
  socket.write(greeting);
  send(`${settings.banner}${settings.banner === '' ? '' : '\n'}${ask()}`);
}
