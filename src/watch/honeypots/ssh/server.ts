// SSH shell: the transport is ssh2's; who gets in, what is recorded and what is refused is ours.
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerConfig } from 'ssh2';
import { createHeldBytes, type HeldBytes } from '../held-bytes.ts';
import type { HoneypotDescriptor, StartContext } from '../honeypot.ts';
import { admits, type LoginPolicy } from '../login-policy.ts';
import { listenTcp, type Visit } from '../tcp/listen.ts';
import { createChannels } from './channels.ts';
import { createHelloReader } from './hassh.ts';
import { hostKeys } from './host-keys.ts';

export interface SshSettings {
  ident: string;
  host: string;
  login: LoginPolicy;
}

// OpenSSH 8.4's lists in its order, without what ssh2 cannot do (umac MACs): the closest server we can honestly speak as.
const algorithms: NonNullable<ServerConfig['algorithms']> = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
  ],
  cipher: [
    'chacha20-poly1305@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
  ],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha1-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
    'hmac-sha1',
  ],
  // No compression: a few compressed bytes must not become megabytes here.
  compress: ['none'],
};

const methods: ('publickey' | 'password' | 'keyboard-interactive')[] = [
  'publickey',
  'password',
  'keyboard-interactive',
];

/** Starts the SSH honeypot. */
export async function serveSsh(settings: SshSettings, context: StartContext, descriptor: HoneypotDescriptor) {
  const memory = createHeldBytes();
  const visits = new Map<string, Visit>();
  const server = new ssh2.Server({
    hostKeys: await hostKeys(context.stateDir),
    ident: settings.ident,
    algorithms,
  });
  server.on('connection', (client, info) => {
    const visit = visits.get(`${info.ip} ${info.port}`);
    if (visit) serveClient(client, visit, settings, context, memory);
    else client.end();
  });
  return listenTcp(descriptor, context, visit => {
    const { socket } = visit;
    const key = `${socket.remoteAddress} ${socket.remotePort}`;
    visits.set(key, visit);
    socket.once('close', () => visits.delete(key));
    watchHello(socket, visit);
    server.injectSocket(socket);
  });
}

/** Notes the client's version and HASSH; answers strangers to SSH in OpenSSH's words. */
function watchHello(socket: Socket, visit: Visit): void {
  const read = createHelloReader();
  const listen = (bytes: Buffer): void => {
    const hello = read(bytes);
    if (hello === 'more') return;
    socket.off('data', listen);
    if (hello === 'not-ssh') {
      visit.labels.not_ssh = 'true';
      if (socket.writable) socket.end('Invalid SSH identification string.\r\n');
      socket.destroySoon();
      return;
    }
    const report = visit.session.report;
    visit.labels.hassh_algorithms = hello.algorithms;
    visit.session.report = (action, fields = {}) =>
      report(action, {
        'hinomi.client_fingerprint': hello.hassh,
        'user_agent.original': hello.ident,
        ...fields,
      });
  };
  socket.on('data', listen);
}

function serveClient(
  client: Connection,
  visit: Visit,
  settings: SshSettings,
  context: StartContext,
  memory: HeldBytes,
): void {
  const { session, socket } = visit;
  let attempts = 0;
  let passwords = 0;
  let user = '';

  const attempt = (ctx: AuthContext, secret: { password?: string; labels: Record<string, string> }): void => {
    user = ctx.username;
    attempts++;
    const { password, labels } = secret;
    const admitted = password !== undefined && admits(settings.login, user, password, ++passwords);
    session.report('login-attempt', {
      'user.name': user,
      ...(password === undefined ? {} : { 'hinomi.password': password }),
      'event.outcome': admitted ? 'success' : 'failure',
      labels: { method: ctx.method, ...labels },
    });
    if (admitted) ctx.accept();
    else if (attempts >= settings.login.attempts) drop('login-attempts');
    else ctx.reject(methods);
  };
  const drop = (why: string): void => {
    visit.labels.ended ??= why;
    client.end();
    socket.destroySoon();
  };

  client.on('error', error => {
    visit.labels.error ??= error.message.slice(0, 200);
  });
  client.on('authentication', ctx => {
    if (ctx.method === 'password') attempt(ctx, { password: ctx.password, labels: {} });
    else if (ctx.method === 'publickey')
      attempt(ctx, {
        labels: {
          key_type: ctx.key.algo,
          key_sha256: createHash('sha256').update(ctx.key.data).digest('base64').replace(/=+$/, ''),
        },
      });
    else if (ctx.method === 'keyboard-interactive')
      ctx.prompt([{ prompt: 'Password: ', echo: false }], answers =>
        attempt(ctx, { password: String(answers?.[0] ?? ''), labels: {} }),
      );
    else ctx.reject(methods);
  });
  client.once('ready', () => {
    visit.settled = true;
    const channels = createChannels(session, context, memory, { user, host: settings.host, drop });
    socket.once('close', () => channels.end());
    client.on('session', accept => channels.accept(accept()));
    client.on('tcpip', (_, reject, info) => {
      session.report('tunnel-request', {
        labels: { kind: 'direct-tcpip', destination: `${info.destIP}:${info.destPort}` },
      });
      reject();
    });
    client.on('openssh.streamlocal', (_, reject, info) => {
      session.report('tunnel-request', {
        labels: { kind: 'direct-streamlocal', destination: info.socketPath },
      });
      reject();
    });
    client.on('request', (_, reject, name, info) => {
      const wish = info as { bindAddr?: string; bindPort?: number; socketPath?: string };
      const bind = wish.socketPath ?? `${wish.bindAddr}:${wish.bindPort}`;
      session.report('tunnel-request', { labels: { kind: name ?? 'global-request', destination: bind } });
      reject?.();
    });
  });
}
