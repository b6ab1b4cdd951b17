// Unbound and BIND with the settings that we tell people to use, on loopback.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ResolverSettingsInput, resolverSettings } from '../resolver-settings.ts';
import { DnsClient } from './client.ts';
import { findProgram, freePort, type Peer, startPeer } from './process.ts';

export interface ResolverPeerOptions {
  dir: string;
  port?: number;
  /** Where the resolver forwards what is not blocked. */
  upstream: number;
  /** Our primary; absent: a resolver without policy zones. */
  zones?: ResolverSettingsInput;
  /** Address the resolver fetches zones from, to tell peers apart. */
  threads?: number;
}

const answers =
  (port: number): (() => Promise<boolean>) =>
  async () => {
    const client = await DnsClient.open(port);
    const answer = await client.ask('ready.example.net', 1, 300);
    client.close();
    return answer?.rcode === 0 && answer.addresses.length > 0;
  };

export const hasUnbound = (): boolean => findProgram('unbound') !== undefined;
export const hasNamed = (): boolean => findProgram('named') !== undefined;

export async function startUnbound(options: ResolverPeerOptions): Promise<Peer> {
  const port = options.port ?? (await freePort());
  const policy = options.zones
    ? resolverSettings(options.zones, true).unbound
    : 'server:\n    module-config: "iterator"\n';
  const config = `${policy.replaceAll('zonefile: "', `zonefile: "${options.dir}/`)}
server:
    directory: "${options.dir}"
    interface: 127.0.0.1
    port: ${port}
    username: ""
    chroot: ""
    pidfile: ""
    use-syslog: no
    logfile: ""
    verbosity: 2
    do-daemonize: no
    num-threads: ${options.threads ?? 1}
    do-ip6: no
    do-not-query-localhost: no
    access-control: 127.0.0.0/8 allow
    so-rcvbuf: 4m
    msg-cache-size: 64m
    rrset-cache-size: 128m
remote-control:
    control-enable: no
forward-zone:
    name: "."
    forward-addr: 127.0.0.1@${options.upstream}
`;
  const file = join(options.dir, 'unbound.conf');
  await writeFile(file, config.replace('verbosity: 2', options.zones ? 'verbosity: 2' : 'verbosity: 0'));
  return startPeer(findProgram('unbound')!, ['-d', '-p', '-c', file], port, answers(port));
}

export async function startNamed(options: ResolverPeerOptions): Promise<Peer> {
  const port = options.port ?? (await freePort());
  const policy = options.zones ? resolverSettings(options.zones, true).bind : 'options {\n};\n';
  const config = policy.replace(
    'options {\n',
    `options {
    directory "${options.dir}";
    pid-file none;
    session-keyfile none;
    listen-on port ${port} { 127.0.0.1; };
    listen-on-v6 { none; };
    recursion yes;
    allow-recursion { 127.0.0.0/8; };
    allow-query { 127.0.0.0/8; };
    dnssec-validation no;
    forward only;
    forwarders { 127.0.0.1 port ${options.upstream}; };
`,
  );
  const file = join(options.dir, 'named.conf');
  await writeFile(file, `${config}controls { };\nlogging { category rpz { default_debug; }; };\n`);
  return startPeer(findProgram('named')!, ['-g', '-n', '2', '-c', file], port, answers(port));
}
