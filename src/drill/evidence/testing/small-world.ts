// A tiny organisation for tests of evidence sources: a host for each part, two people, one of everything outside.
import type {
  Department,
  Host,
  HostRole,
  OperatingSystem,
  Person,
  Segment,
  World,
} from '../../world/entities.ts';

const name = (en: string) => ({ en, ja: en });

const segment = (zone: Segment['zone'], cidr: string): Segment => ({
  id: zone,
  name: name(zone),
  cidr,
  zone,
});

const segments = {
  dmz: segment('dmz', '10.0.1.0/24'),
  server: segment('server', '10.0.2.0/24'),
  office: segment('office', '10.10.0.0/16'),
  wireless: segment('wireless', '10.20.0.0/16'),
  vpn: segment('vpn', '10.30.0.0/24'),
  plant: segment('plant', '10.40.0.0/24'),
};

/** Monday 2026-11-02, midnight in Japan. */
export const start = Date.parse('2026-11-02T00:00:00+09:00');

interface Made {
  name: string;
  segment: Segment;
  ip: string;
  os: OperatingSystem;
  roles: readonly HostRole[];
  kind?: Host['kind'];
}

const hosts: Host[] = [];
function host(made: Made): Host {
  const index = hosts.length;
  const one: Host = {
    kind: 'server',
    ...made,
    index,
    fqdn: `${made.name.toLowerCase()}.ad.city.example`,
    mac: `00:15:5d:00:00:${(16 + index).toString(16)}`,
    owner: undefined,
    sysmon: made.os.startsWith('windows'),
    bootedAt: start - 3 * 86_400_000,
  };
  hosts.push(one);
  return one;
}

const { dmz, server, office, wireless, plant } = segments;
const debian = 'debian-12';
/** Hosts of the small world, by what they are for. */
export const machines = {
  dc: host({
    name: 'DC01',
    segment: server,
    ip: '10.0.2.10',
    os: 'windows-server-2022',
    roles: ['domain-controller'],
  }),
  dns: host({ name: 'DNS01', segment: dmz, ip: '10.0.1.53', os: debian, roles: ['dns'] }),
  gateway: host({ name: 'MX01', segment: dmz, ip: '10.0.1.25', os: debian, roles: ['mail-gateway'] }),
  mail: host({ name: 'MAIL01', segment: server, ip: '10.0.2.25', os: debian, roles: ['mail'] }),
  web: host({ name: 'WWW01', segment: dmz, ip: '10.0.1.80', os: debian, roles: ['web'] }),
  intranet: host({ name: 'AP01', segment: server, ip: '10.0.2.80', os: debian, roles: ['application'] }),
  proxy: host({ name: 'PROXY01', segment: dmz, ip: '10.0.1.31', os: debian, roles: ['proxy'] }),
  files: host({ name: 'FS01', segment: server, ip: '10.0.2.45', os: 'windows-server-2022', roles: ['file'] }),
  firewall: host({
    name: 'FW01',
    segment: dmz,
    ip: '10.0.1.1',
    os: 'appliance',
    roles: ['firewall'],
    kind: 'network',
  }),
  vpn: host({ name: 'VPN01', segment: dmz, ip: '10.0.1.11', os: debian, roles: ['vpn'] }),
  dhcp: host({ name: 'DHCP01', segment: server, ip: '10.0.2.67', os: debian, roles: ['dhcp'] }),
  radius: host({ name: 'RAD01', segment: server, ip: '10.0.2.18', os: debian, roles: ['radius'] }),
  ids: host({ name: 'IDS01', segment: server, ip: '10.0.2.99', os: debian, roles: ['ids'] }),
  plc: host({
    name: 'PLC01',
    segment: plant,
    ip: '10.40.0.5',
    os: 'appliance',
    roles: ['plc'],
    kind: 'controller',
  }),
  pc: host({ name: 'PC-0042', segment: office, ip: '10.10.1.42', os: 'windows-11', roles: [], kind: 'pc' }),
  pc2: host({ name: 'PC-0043', segment: office, ip: '10.10.1.43', os: 'windows-11', roles: [], kind: 'pc' }),
  phone: host({
    name: 'SP-0042',
    segment: wireless,
    ip: '10.20.0.42',
    os: 'mobile',
    roles: [],
    kind: 'smartphone',
  }),
};

const department: Department = {
  index: 0,
  id: 'soumu',
  name: name('General affairs'),
  share: 1,
  shifts: false,
};

const person: Person = {
  index: 0,
  id: 'p00042',
  name: { en: 'Taro Yamada', ja: '山田太郎' },
  department,
  duty: 'staff',
  title: name('clerk'),
  account: 'yamada.t',
  mail: 'yamada.t@city.example',
  sid: 'S-1-5-21-1-2-3-1142',
  pc: machines.pc,
  phone: '1142',
  smartphone: machines.phone,
  home: '198.18.7.9',
  from: 510,
  to: 1035,
  pace: 1,
  awareness: 0.5,
  remote: 0.1,
  favourites: [0],
};
machines.pc.owner = person;
machines.phone.owner = person;

/** The small world; nothing in it is random. */
export const smallWorld: World = {
  seed: 7,
  start,
  days: 1,
  calendar: [{ date: '2026-11-02', weekday: 1, working: true }],
  organisation: {
    profile: 'test',
    name: { en: 'City of Example', ja: '例市' },
    domain: 'city.example',
    adDomain: 'ad.city.example',
    netbios: 'CITY',
    domainSid: 'S-1-5-21-1-2-3',
    timeZone: 'Asia/Tokyo',
    utcOffset: 540,
    publicAddress: '203.0.113.2',
    publicWeb: '203.0.113.3',
    publicMail: '203.0.113.4',
    publicDns: '203.0.113.5',
    publicVpn: '203.0.113.6',
    publicCidr: '203.0.113.0/28',
    lunch: { from: 720, to: 780 },
    habits: {
      mailsSent: 10,
      mailsReceived: 30,
      webVisits: 60,
      filesOpened: 20,
      prints: 3,
      applicationUses: 10,
      publicVisits: 1000,
      sites: {},
    },
    departments: [department],
    people: [person],
    hosts,
    segments: Object.values(segments),
    shares: [],
    applications: [],
    crownJewels: [],
    serviceAccounts: [],
    hourlyCost: { mail: 1, publicWeb: 1, internet: 1, files: 1, directory: 1, pc: 1, plant: 1 },
  },
  internet: {
    providers: [
      { asn: 64_500, name: 'Example Net', country: 'JP', kind: 'access', cidrs: ['198.18.0.0/20'] },
      { asn: 64_501, name: 'Example Hosting', country: 'NL', kind: 'hosting', cidrs: ['198.19.0.0/20'] },
    ],
    sites: [],
    correspondents: [],
    scanners: [],
  },
};
