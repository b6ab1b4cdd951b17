// A small world made by hand for tests of runs: 40 people, the usual servers, two working days.
import type {
  Department,
  Duty,
  Host,
  HostRole,
  OperatingSystem,
  Person,
  Segment,
  World,
} from '../../world/entities.ts';

const text = (en: string) => ({ ja: en, en });
const start = Date.UTC(2026, 3, 12, 15); // Monday 2026-04-13, midnight in Japan

const segment = (id: string, zone: Segment['zone'], cidr: string): Segment => ({
  id,
  name: text(id),
  cidr,
  zone,
});
const segments = {
  dmz: segment('dmz', 'dmz', '10.1.0.0/24'),
  servers: segment('servers', 'server', '10.2.0.0/24'),
  office: segment('office', 'office', '10.10.0.0/24'),
  plant: segment('plant', 'plant', '10.50.0.0/24'),
};

export function smallWorld(seed = 7, watched = false): World {
  const hosts: Host[] = [];
  const domain = 'hoshimi.example';
  const add = (
    name: string,
    kind: Host['kind'],
    roles: HostRole[],
    os: OperatingSystem,
    where: Segment,
    last: number,
  ): Host => {
    const host: Host = {
      index: hosts.length,
      name,
      fqdn: `${name.toLowerCase()}.ad.${domain}`,
      kind,
      roles,
      os,
      ip: where.cidr.replace(/0\/24$/, String(last)),
      mac: `00:15:5d:00:00:${last.toString(16).padStart(2, '0')}`,
      segment: where,
      owner: undefined,
      sysmon: os.startsWith('windows') && (watched || last % 5 !== 0),
      bootedAt: start - 86_400_000 * 3,
    };
    hosts.push(host);
    return host;
  };
  const server = 'windows-server-2022';
  add('FW01', 'network', ['firewall'], 'appliance', segments.dmz, 1);
  add('WEB01', 'server', ['web'], 'debian-12', segments.dmz, 10);
  add('MX01', 'server', ['mail-gateway', 'mail'], 'debian-12', segments.dmz, 11);
  add('PX01', 'server', ['proxy'], 'debian-12', segments.dmz, 12);
  add('NS01', 'server', ['dns'], 'debian-12', segments.dmz, 13);
  add('IDS01', 'network', ['ids'], 'appliance', segments.dmz, 14);
  add('DC01', 'server', ['domain-controller'], server, segments.servers, 10);
  const files = add('FS01', 'server', ['file'], server, segments.servers, 11);
  add('AP01', 'server', ['application'], server, segments.servers, 12);
  add('DB01', 'server', ['database'], 'debian-12', segments.servers, 13);
  add('BK01', 'server', ['backup'], server, segments.servers, 14);
  add('AV01', 'server', ['antivirus', 'update'], server, segments.servers, 15);
  add('HIS01', 'server', ['historian'], server, segments.plant, 10);
  add('PLC01', 'controller', ['plc'], 'appliance', segments.plant, 20);
  add('PLC02', 'controller', ['plc'], 'appliance', segments.plant, 21);

  const departments: Department[] = ['soumu', 'zaisei', 'jouhou'].map((id, index) => ({
    index,
    id,
    name: text(id),
    share: 1 / 3,
    shifts: false,
  }));
  const duties: Duty[] = [
    'system-administrator',
    'system-administrator',
    'help-desk',
    'executive',
    'manager',
  ];
  const people: Person[] = Array.from({ length: 40 }, (_, index) => {
    const pc = add(
      `PC-${String(index + 1).padStart(4, '0')}`,
      'pc',
      [],
      'windows-11',
      segments.office,
      index + 10,
    );
    const account = `user${String(index + 1).padStart(2, '0')}`;
    const person: Person = {
      index,
      id: `p${String(index).padStart(5, '0')}`,
      name: text(`User ${index + 1}`),
      department: departments[index % 3]!,
      duty: duties[index] ?? 'staff',
      title: text('staff'),
      account,
      mail: `${account}@${domain}`,
      sid: `S-1-5-21-1-2-3-${1100 + index}`,
      pc,
      phone: String(1000 + index),
      smartphone: undefined,
      home: `198.19.1.${index + 10}`,
      from: 8 * 60 + 30,
      to: 18 * 60,
      pace: 1,
      awareness: (index % 10) / 10,
      remote: 0,
      favourites: [0],
    };
    pc.owner = person;
    return person;
  });
  const documents = Array.from({ length: 40 }, (_, i) => ({
    path: `secret\\plan-${i + 1}.docx`,
    bytes: 400_000 + i * 10_000,
  }));
  return {
    seed,
    start,
    days: 2,
    calendar: [
      { date: '2026-04-13', weekday: 1, working: true },
      { date: '2026-04-14', weekday: 2, working: true },
    ],
    organisation: {
      profile: 'small',
      name: text('Hoshimi City'),
      domain,
      adDomain: `ad.${domain}`,
      netbios: 'HOSHIMI',
      domainSid: 'S-1-5-21-1-2-3',
      timeZone: 'Asia/Tokyo',
      utcOffset: 540,
      publicAddress: '203.0.113.1',
      publicWeb: '203.0.113.10',
      publicMail: '203.0.113.11',
      publicDns: '203.0.113.13',
      publicVpn: '203.0.113.14',
      publicCidr: '203.0.113.0/26',
      lunch: { from: 720, to: 780 },
      habits: {
        mailsSent: 10,
        mailsReceived: 20,
        webVisits: 30,
        filesOpened: 10,
        prints: 2,
        applicationUses: 5,
        publicVisits: 5000,
        sites: {},
      },
      departments,
      people,
      hosts,
      segments: Object.values(segments),
      shares: [{ unc: '\\\\FS01\\common', host: files, department: undefined, files: documents, jewels: [] }],
      applications: [
        {
          id: 'reservation',
          name: text('Reservations'),
          kind: 'public',
          host: hosts.find(host => host.name === 'WEB01')!,
          database: hosts.find(host => host.name === 'DB01')!,
          databaseName: 'reserve',
          domain: `reserve.${domain}`,
          departments: [],
        },
      ],
      crownJewels: [
        {
          id: 'plans',
          name: text('Plans'),
          host: files,
          location: '\\\\FS01\\secret$',
          files: documents,
          value: 400,
        },
      ],
      serviceAccounts: [
        { account: 'svc-backup', sid: 'S-1-5-21-1-2-3-1601', purpose: 'backup', privileged: true },
        { account: 'svc-sql', sid: 'S-1-5-21-1-2-3-1602', purpose: 'sql', privileged: false },
      ],
      hourlyCost: { mail: 20, publicWeb: 15, internet: 30, files: 25, directory: 40, pc: 1, plant: 50 },
    },
    internet: {
      providers: [
        { asn: 64496, name: 'Reserved One', country: 'NL', kind: 'hosting', cidrs: ['198.19.16.0/20'] },
        { asn: 64497, name: 'Reserved Two', country: 'US', kind: 'access', cidrs: ['198.18.0.0/20'] },
      ],
      sites: [
        {
          index: 0,
          domain: 'news.example',
          hosts: ['www.news.example'],
          addresses: ['198.19.0.10'],
          category: 'news',
          weight: 1,
          paths: ['/'],
          tls: true,
          title: text('News'),
        },
      ],
      correspondents: [
        {
          name: text('Partner'),
          mail: 'office@partner.example',
          address: '198.19.0.20',
          server: 'mail.partner.example',
          kind: 'partner',
        },
      ],
      scanners: [],
    },
  };
}
