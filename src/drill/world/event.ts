// What happens in the world. Every log line is a projection of one of these; benign life and attacker use the same
// kinds, so that nothing but what they did tells them apart.
import type { Host, Person, SimTime } from './entities.ts';

interface Happening {
  at: SimTime;
  /** Host it happens on, as that host's own logs would name it. */
  host: Host;
  /** Hidden from trainees: '' for everyday life, `oddity:<id>` for what looks bad and is not, `step:<id>` for the attack, `action:<n>` for the defence. */
  cause: string;
}

/** A logon session: what joins 4624, 4634, 4688 and the domain controller's tickets. */
export interface Session {
  host: Host;
  /** Account name without domain, `yamada.t`, `SYSTEM`, `PC-0042$`. */
  account: string;
  sid: string;
  domain: string;
  /** `0x3e7` for SYSTEM. */
  logonId: string;
}

export interface ProcessRef {
  pid: number;
  /** `{…}` ProcessGuid of Sysmon. */
  guid: string;
  image: string;
  commandLine: string;
}

export interface ProcessStart extends Happening {
  kind: 'process-start';
  session: Session;
  process: ProcessRef;
  parent: ProcessRef;
  integrity: 'Low' | 'Medium' | 'High' | 'System';
  directory: string;
  /** SHA-256 of the image; other hashes are derived from it. */
  sha256: string;
  company: string;
  description: string;
  /** Name in the image's version resource; without it the file name. A renamed program keeps its own. */
  originalFileName?: string;
}
export interface ProcessEnd extends Happening {
  kind: 'process-end';
  session: Session;
  process: ProcessRef;
}

export interface Logon extends Happening {
  kind: 'logon';
  session: Session;
  /** Windows logon types: interactive, network, batch, service, unlock, network clear text, new credentials, remote, cached. */
  type: 2 | 3 | 4 | 5 | 7 | 8 | 9 | 10 | 11;
  ok: boolean;
  /** Why not: `bad-password`, `no-such-user`, `locked`, `disabled`, `expired`. */
  failure?: 'bad-password' | 'no-such-user' | 'locked' | 'disabled' | 'expired';
  method: 'kerberos' | 'ntlm' | 'local';
  /** Where from, for network and remote logons. */
  from?: { host?: Host; ip: string; port: number };
  elevated: boolean;
  /** Explicit credentials used by another session (4648). */
  by?: Session;
}
export interface Logoff extends Happening {
  kind: 'logoff';
  session: Session;
  type: Logon['type'];
}
/** A ticket or NTLM check as the domain controller (`host`) sees it. */
export interface Ticket extends Happening {
  kind: 'ticket';
  what: 'tgt' | 'service' | 'renewal' | 'preauth-failed' | 'ntlm';
  account: string;
  sid: string;
  service: string;
  client: { ip: string; port: number; name: string };
  /** Kerberos result code, 0 = success, 0x18 bad password, 0x12 revoked, …; NTSTATUS for NTLM. */
  status: number;
  /** 0x12 AES-256, 0x17 RC4. */
  encryption: number;
  options: number;
}

export interface AccountChange extends Happening {
  kind: 'account-change';
  what:
    | 'created'
    | 'enabled'
    | 'password-change'
    | 'password-reset'
    | 'disabled'
    | 'deleted'
    | 'changed'
    | 'locked'
    | 'unlocked'
    | 'group-added'
    | 'group-removed';
  target: { account: string; sid: string };
  group?: { name: string; sid: string; scope: 'global' | 'local' | 'universal' };
  by: Session;
  /** Caller computer of a lock-out. */
  from?: string;
}
/** A change in the directory (5136/5137/5141) or replication asked for (4662). */
export interface DirectoryChange extends Happening {
  kind: 'directory-change';
  what: 'modified' | 'created' | 'deleted' | 'replication' | 'read';
  dn: string;
  objectClass: string;
  attribute: string;
  value: string;
  by: Session;
}

export interface FileEvent extends Happening {
  kind: 'file';
  what: 'create' | 'write' | 'read' | 'delete' | 'rename' | 'stream' | 'timestamp';
  path: string;
  bytes: number;
  session: Session;
  process: ProcessRef;
  sha256?: string;
  /** Mark of the web: URL it came from. */
  origin?: string;
  /** The creation time a `timestamp` change gave the file. */
  created?: SimTime;
}
/** A file of a share as the file server (`host`) sees it. */
export interface ShareAccess extends Happening {
  kind: 'share-access';
  share: string;
  /** Path under the share; '' for the connection itself (5140). */
  path: string;
  what: 'connect' | 'read' | 'write' | 'delete' | 'list';
  bytes: number;
  session: Session;
  client: { host?: Host; ip: string; port: number };
  ok: boolean;
}
export interface Registry extends Happening {
  kind: 'registry';
  /** `rename`: `details` is the new name. */
  what: 'set' | 'create' | 'delete' | 'rename';
  key: string;
  value: string;
  details: string;
  session: Session;
  process: ProcessRef;
}
export interface ImageLoad extends Happening {
  kind: 'image-load';
  session: Session;
  process: ProcessRef;
  path: string;
  signed: boolean;
  signature: string;
  sha256: string;
}
export interface ProcessAccess extends Happening {
  kind: 'process-access';
  session: Session;
  what: 'open' | 'remote-thread';
  process: ProcessRef;
  target: ProcessRef;
  access: number;
  trace: string;
}
export interface Pipe extends Happening {
  kind: 'pipe';
  what: 'created' | 'connected';
  name: string;
  session: Session;
  process: ProcessRef;
}
export interface Wmi extends Happening {
  kind: 'wmi';
  what: 'filter' | 'consumer' | 'binding';
  name: string;
  text: string;
  session: Session;
}
export interface Service extends Happening {
  kind: 'service';
  what: 'installed' | 'started' | 'stopped' | 'start-type' | 'crashed' | 'start-failed';
  name: string;
  display: string;
  path: string;
  account: string;
  startType: 'auto start' | 'demand start' | 'disabled';
  by: Session;
}
export interface ScheduledTask extends Happening {
  kind: 'task';
  what: 'created' | 'updated' | 'deleted' | 'enabled' | 'disabled' | 'started' | 'completed' | 'failed';
  name: string;
  command: string;
  arguments: string;
  by: Session;
}
export interface PowerShell extends Happening {
  kind: 'powershell';
  what: 'script' | 'command' | 'engine-start';
  text: string;
  path: string;
  session: Session;
  process: ProcessRef;
}
/** The system's own doings: start, stop, time change, log cleared, audit policy, update installed, error. */
export interface SystemEvent extends Happening {
  kind: 'system';
  what:
    | 'boot'
    | 'shutdown'
    | 'log-cleared'
    | 'audit-policy'
    | 'time-change'
    | 'update-installed'
    | 'update-failed'
    | 'application-error'
    | 'application-hang'
    | 'disk-error'
    | 'driver-loaded'
    | 'firewall-rule'
    | 'usb-inserted'
    | 'shadow-copies-deleted';
  detail: string;
  by?: Session;
}
export interface Antivirus extends Happening {
  kind: 'antivirus';
  what: 'detected' | 'cleaned' | 'scan-started' | 'scan-finished' | 'definitions' | 'disabled';
  threat: string;
  path: string;
  user: string;
}

/** A name looked up. `upstream` when the organisation's resolver had to ask outside. */
export interface DnsLookup extends Happening {
  kind: 'dns';
  name: string;
  type: 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR' | 'SRV' | 'NS' | 'SOA';
  rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  answers: readonly string[];
  upstream: boolean;
  port: number;
  process?: ProcessRef;
  session?: Session;
  /** Answered by the defenders' policy. */
  blocked?: boolean;
}

/** A transport connection as host, firewall and sensors see it. */
export interface Connection extends Happening {
  kind: 'connection';
  transport: 'tcp' | 'udp' | 'icmp';
  source: { ip: string; port: number; host?: Host };
  destination: { ip: string; port: number; host?: Host; name?: string };
  service:
    | 'http'
    | 'ssl'
    | 'dns'
    | 'smtp'
    | 'smb'
    | 'rdp'
    | 'ssh'
    | 'kerberos'
    | 'ldap'
    | 'ntp'
    | 'modbus'
    | 'ipsec'
    | 'snmp'
    | 'syslog'
    | 'winrm'
    | 'dce_rpc'
    | 'print'
    | 'sql'
    | '-';
  /** Bytes of payload sent by source and by destination. */
  sent: number;
  received: number;
  /** ms. */
  duration: number;
  result: 'ok' | 'refused' | 'no-answer' | 'reset' | 'denied';
  process?: ProcessRef;
  session?: Session;
}

export interface WebRequest extends Happening {
  kind: 'web';
  /** Who asks: a host of ours through the proxy, or (for our own web servers) an address outside. */
  client: { ip: string; port: number; host?: Host; account?: string };
  /** `proxy`: outgoing through squid. `server`: asked of a web server of ours (`host`). `direct`: outgoing past the proxy. */
  via: 'proxy' | 'server' | 'direct';
  method: string;
  scheme: 'http' | 'https';
  domain: string;
  port: number;
  /** Path and query. With https through the proxy only CONNECT is visible. */
  path: string;
  /** Address it was answered from. */
  address: string;
  status: number;
  /** Bytes to the client, and body bytes from it. */
  bytes: number;
  sent: number;
  duration: number;
  mime: string;
  referer: string;
  agent: string;
  /** Cache and policy outcome of the proxy. */
  verdict: 'miss' | 'hit' | 'revalidated' | 'denied' | 'aborted' | 'tunnel';
  process?: ProcessRef;
  session?: Session;
  /** SHA-256 of the body when it matters (downloads). */
  sha256?: string;
}

export interface Attachment {
  name: string;
  mime: string;
  bytes: number;
  sha256: string;
}
/** One message on its way through the organisation's mail server. */
export interface Mail extends Happening {
  kind: 'mail';
  direction: 'in' | 'out' | 'internal';
  /** Envelope and header senders may differ. */
  envelopeFrom: string;
  from: { name: string; mail: string };
  to: readonly string[];
  subject: string;
  messageId: string;
  bytes: number;
  /** The other mail server. */
  peer: { ip: string; name: string };
  client: { ip: string; host?: Host };
  attachments: readonly Attachment[];
  /** Plain text body; URLs in it are written out. May be '' when nobody will open it. */
  body: string;
  spf: 'pass' | 'fail' | 'softfail' | 'none';
  dkim: 'pass' | 'fail' | 'none';
  dmarc: 'pass' | 'fail' | 'none';
  outcome: 'delivered' | 'bounced' | 'deferred' | 'rejected' | 'quarantined';
  /** ms from acceptance to delivery. */
  delay: number;
  language: 'ja' | 'en';
}

export interface DhcpLease extends Happening {
  kind: 'dhcp';
  what: 'discover' | 'request' | 'release' | 'nak';
  client: Host;
}
export interface Vpn extends Happening {
  kind: 'vpn';
  what: 'connect' | 'disconnect' | 'failed';
  account: string;
  from: string;
  assigned: string;
  sent: number;
  received: number;
  duration: number;
  reason: string;
  person?: Person;
}
export interface Print extends Happening {
  kind: 'print';
  account: string;
  client: Host;
  document: string;
  pages: number;
  bytes: number;
  printer: string;
}
/** A Linux host: ssh, sudo, su, cron, and audited system calls. */
export interface LinuxAuth extends Happening {
  kind: 'linux-auth';
  what: 'ssh-accepted' | 'ssh-failed' | 'ssh-closed' | 'sudo' | 'su' | 'cron' | 'user-added';
  account: string;
  from: string;
  port: number;
  detail: string;
  pid: number;
}
export interface Audit extends Happening {
  kind: 'audit';
  what: 'execve' | 'open' | 'connect' | 'user-login' | 'config-change';
  account: string;
  uid: number;
  pid: number;
  exe: string;
  arguments: readonly string[];
  path: string;
  ok: boolean;
  /** Started by a timer or service: root without anybody's login. */
  daemon?: true;
}
/** The organisation's own web application (portal, reservation, medical record, shop). */
export interface Application extends Happening {
  kind: 'application';
  application: string;
  what:
    | 'login'
    | 'login-failed'
    | 'logout'
    | 'view'
    | 'change'
    | 'export'
    | 'password-reset'
    | 'error'
    | 'admin';
  account: string;
  client: string;
  object: string;
  detail: string;
}
export interface DatabaseQuery extends Happening {
  kind: 'database';
  database: string;
  account: string;
  client: string;
  statement: string;
  rows: number;
  duration: number;
  ok: boolean;
}
/** A signature of the intrusion detection sensor. */
export type IdsCategory =
  | 'Attempted Administrator Privilege Gain'
  | 'Attempted Denial of Service'
  | 'Attempted Information Leak'
  | 'Misc activity'
  | 'Potentially Bad Traffic'
  | 'Web Application Attack';
export interface IdsAlert extends Happening {
  kind: 'ids-alert';
  signature: number;
  name: string;
  /** Class of the rule; the sensor's severity follows from it alone. */
  category: IdsCategory;
  transport: 'tcp' | 'udp' | 'icmp';
  source: { ip: string; port: number };
  destination: { ip: string; port: number };
  service: string;
  allowed: boolean;
}
export interface BackupJob extends Happening {
  kind: 'backup';
  job: string;
  target: Host;
  what: 'started' | 'completed' | 'failed' | 'deleted';
  bytes: number;
  detail: string;
}
export interface Plant extends Happening {
  kind: 'plant';
  what: 'read' | 'write' | 'alarm' | 'program';
  controller: Host;
  register: number;
  value: number;
  detail: string;
}

export type WorldEvent =
  | ProcessStart
  | ProcessEnd
  | Logon
  | Logoff
  | Ticket
  | AccountChange
  | DirectoryChange
  | FileEvent
  | ShareAccess
  | Registry
  | ImageLoad
  | ProcessAccess
  | Pipe
  | Wmi
  | Service
  | ScheduledTask
  | PowerShell
  | SystemEvent
  | Antivirus
  | DnsLookup
  | Connection
  | WebRequest
  | Mail
  | DhcpLease
  | Vpn
  | Print
  | LinuxAuth
  | Audit
  | Application
  | DatabaseQuery
  | IdsAlert
  | BackupJob
  | Plant;
export type WorldEventKind = WorldEvent['kind'];

/** Takes what happens, in any order within a slice. */
export type Happens = (event: WorldEvent) => void;
