// What a simulated organisation and its internet consist of. Plain data; made once from (profile, staff, seed).
import type { Localized } from '#model/localized.ts';

/** Unix time in milliseconds; a fraction carries microseconds. The world's own clock, never the machine's. */
export type SimTime = number;

export interface Department {
  index: number;
  id: string;
  name: Localized;
  /** Weight of the department's people in headcount, 0..1. */
  share: number;
  /** Works in shifts around the clock (wards, plant, operations). */
  shifts: boolean;
}

export type Duty = 'staff' | 'manager' | 'executive' | 'system-administrator' | 'help-desk' | 'contractor';

export interface Person {
  index: number;
  /** `p00042`: stable name of the entity, used in random streams. */
  id: string;
  name: Localized;
  department: Department;
  duty: Duty;
  /** Title as mails and directories show it. */
  title: Localized;
  /** Logon name, also the local part of the mail address. */
  account: string;
  mail: string;
  /** SID of the domain account: `S-1-5-21-…-RID`. */
  sid: string;
  /** The PC this person works on. */
  pc: Host;
  /** Extension number. */
  phone: string;
  /** Has a smartphone in the wireless segment. */
  smartphone: Host | undefined;
  /** Address of the line at home, for work over VPN. */
  home: string;
  /** Ordinary start and end of work, minutes after local midnight; a night shift ends after 1440. */
  from: number;
  to: number;
  /** 1 = an average amount of mail and web; heavy-tailed. */
  pace: number;
  /** 0 careless … 1 wary: chance not to open what looks odd, and to report it. */
  awareness: number;
  /** Chance of working over VPN from outside on a day. */
  remote: number;
  /** Indexes into `Internet.sites` this person comes back to. */
  favourites: readonly number[];
}

export type HostKind = 'pc' | 'server' | 'printer' | 'smartphone' | 'network' | 'controller';
export type HostRole =
  | 'domain-controller'
  | 'dns'
  | 'mail'
  | 'mail-gateway'
  | 'web'
  | 'proxy'
  | 'file'
  | 'application'
  | 'database'
  | 'print'
  | 'backup'
  | 'firewall'
  | 'vpn'
  | 'dhcp'
  | 'radius'
  | 'log'
  | 'antivirus'
  | 'update'
  | 'jump'
  | 'ids'
  | 'historian'
  | 'plc'
  | 'wireless';
export type OperatingSystem =
  | 'windows-11'
  | 'windows-10'
  | 'windows-server-2022'
  | 'debian-12'
  | 'appliance'
  | 'mobile';

export interface Host {
  index: number;
  /** `PC-0042`, `FS01`: NetBIOS name, upper case, unique; also the entity name in random streams. */
  name: string;
  fqdn: string;
  kind: HostKind;
  roles: readonly HostRole[];
  os: OperatingSystem;
  ip: string;
  /** `00:15:5d:…`, lower case. */
  mac: string;
  segment: Segment;
  /** Whose PC or phone this is. */
  owner: Person | undefined;
  /** Sysmon is installed and its log is forwarded. */
  sysmon: boolean;
  /** When it last started before the world begins; base of boot-relative numbers. */
  bootedAt: SimTime;
}

export interface Segment {
  id: string;
  name: Localized;
  cidr: string;
  zone: 'internet' | 'dmz' | 'server' | 'office' | 'wireless' | 'vpn' | 'plant' | 'management';
}

/** Something the attacker wants or the business cannot be without. */
export interface CrownJewel {
  id: string;
  name: Localized;
  host: Host;
  /** UNC or local path, database or service name. */
  location: string;
  /** Files that make it up; empty for a service. */
  files: readonly { path: string; bytes: number }[];
  /** Weight of its loss, in points. */
  value: number;
}

/** A shared folder people work in. */
export interface Share {
  /** `\\FS01\soumu$`-like UNC name. */
  unc: string;
  host: Host;
  department: Department | undefined;
  /** Everything in it, crown jewels included. */
  files: readonly { path: string; bytes: number }[];
  /** The crown jewels among them: a few people of the department work with them every day. */
  jewels: readonly { path: string; bytes: number }[];
}

/** An application the organisation runs: portal, accounts, medical records, shop. */
export interface Application {
  id: string;
  name: Localized;
  kind: 'portal' | 'business' | 'records' | 'public' | 'mail';
  host: Host;
  /** Where its data are; undefined when it keeps none of its own. */
  database: Host | undefined;
  databaseName: string;
  /** Host name people type: `portal.ad.city-x.example`. */
  domain: string;
  /** Departments that use it daily; empty for everybody. */
  departments: readonly Department[];
}

/** How much the average person does on a worked day; the base of everyday life. */
export interface Habits {
  mailsSent: number;
  mailsReceived: number;
  webVisits: number;
  filesOpened: number;
  prints: number;
  applicationUses: number;
  /** Requests of the public site from outside a day. */
  publicVisits: number;
  /** Multipliers on the weights of site categories. */
  sites: Readonly<Partial<Record<Site['category'], number>>>;
}

export interface Organisation {
  /** Profile it was made from: `municipality`. */
  profile: string;
  name: Localized;
  /** Public DNS name, under a reserved top-level name. */
  domain: string;
  /** Active Directory: `ad.<domain>` and its NetBIOS name. */
  adDomain: string;
  netbios: string;
  /** `S-1-5-21-a-b-c`. */
  domainSid: string;
  /** IANA zone; all present profiles live in Asia/Tokyo (UTC+9, no summer time). */
  timeZone: string;
  /** Minutes east of UTC. */
  utcOffset: number;
  /** Address of the organisation as the internet sees it (NAT), and of its public servers. */
  publicAddress: string;
  publicWeb: string;
  publicMail: string;
  publicDns: string;
  publicVpn: string;
  /** The block these are in. */
  publicCidr: string;
  /** Break at noon, minutes after local midnight. */
  lunch: { from: number; to: number };
  habits: Habits;
  departments: readonly Department[];
  people: readonly Person[];
  hosts: readonly Host[];
  segments: readonly Segment[];
  shares: readonly Share[];
  applications: readonly Application[];
  crownJewels: readonly CrownJewel[];
  /** Accounts that are no person: service accounts and built-in ones. */
  serviceAccounts: readonly { account: string; sid: string; purpose: string; privileged: boolean }[];
  /** Cost of an hour without mail, web, internet, files, one PC … in points; what actions are weighed by. */
  hourlyCost: Readonly<
    Record<'mail' | 'publicWeb' | 'internet' | 'files' | 'directory' | 'pc' | 'plant', number>
  >;
}

export interface Site {
  index: number;
  domain: string;
  /** Host names under the domain pages load from. */
  hosts: readonly string[];
  addresses: readonly string[];
  category:
    | 'search'
    | 'news'
    | 'government'
    | 'business'
    | 'cloud'
    | 'update'
    | 'shopping'
    | 'social'
    | 'video'
    | 'advert'
    | 'partner'
    | 'other';
  /** Zipf-like weight of visits. */
  weight: number;
  /** Paths people ask for, most wanted first. */
  paths: readonly string[];
  tls: boolean;
  title: Localized;
}

/** Somebody outside who writes mail to the organisation. */
export interface Correspondent {
  name: Localized;
  mail: string;
  /** Address its mail server connects from, and that server's name. */
  address: string;
  server: string;
  kind: 'partner' | 'citizen' | 'newsletter' | 'vendor' | 'government' | 'spam';
}

export interface Provider {
  asn: number;
  name: string;
  country: string;
  kind: 'access' | 'cloud' | 'cdn' | 'hosting';
  /** Reserved ranges only (RFC 2544, RFC 5737): nothing of an exercise points at a real machine. */
  cidrs: readonly string[];
}

export interface Internet {
  providers: readonly Provider[];
  sites: readonly Site[];
  correspondents: readonly Correspondent[];
  /** Sources of the everyday background of scans. */
  scanners: readonly { address: string; name: string; ports: readonly number[]; benign: boolean }[];
}

export interface World {
  seed: number;
  /** Midnight (local) of the first day. */
  start: SimTime;
  /** Civil days from the first to the last, days off between them included: the length of `calendar`. */
  days: number;
  /** For each day whether it is worked, and what it is called. Weekday 0 is Sunday. */
  calendar: readonly { date: string; weekday: number; working: boolean; holiday?: Localized }[];
  organisation: Organisation;
  internet: Internet;
}
