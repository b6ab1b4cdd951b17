// What an author writes about an organisation: content/organisations/<id>.yaml. Strict, and described so that a form and
// an editor's help can be made from it.
import { type Static, type TSchema, Type } from 'typebox';
import { Localized } from '#model/localized.ts';
import { duties } from './duties.ts';

const closed = { additionalProperties: false } as const;
const text = (description: string, pattern?: string) =>
  Type.String({ minLength: 1, maxLength: 200, description, ...(pattern ? { pattern } : {}) });
const list = <T extends TSchema>(item: T, description: string, minItems = 0) =>
  Type.Array(item, { minItems, maxItems: 200, description });
const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const amount = (description: string) => Type.Number({ minimum: 0, maximum: 1_000_000, description });
const clock = (description: string) => text(description, '^([01]\\d|2[0-3]):[0-5]\\d$');
const identifier = (description: string) => text(description, '^[a-z][a-z0-9-]{0,30}$');
const monthDay = (description: string) => text(description, '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$');
const cidr = (description: string) => text(description, '^\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}$');

const Department = Type.Object(
  {
    id: identifier('Short name; also the name of its shared folder.'),
    name: Localized,
    share: share('Part of the headcount. The shares need not add up to one.'),
    shifts: Type.Optional(Type.Boolean({ description: 'Works around the clock in three shifts.' })),
    task: Type.Optional(
      Type.Enum(['leadership', 'systems'] as const, {
        description:
          'leadership: where the head sits; systems: where administrators and the help desk sit. One each.',
      }),
    ),
    documents: list(text('Kind of document, without extension.'), 'What its shared folder holds.', 1),
  },
  { ...closed, title: 'Department' },
);

const Rank = Type.Object(
  {
    duty: Type.Enum(duties, { description: 'What the title means for the exercise.' }),
    title: Localized,
    weight: Type.Number({ exclusiveMinimum: 0, description: 'How common it is among people of this duty.' }),
  },
  { ...closed, title: 'Rank' },
);

const Segment = Type.Object(
  {
    id: identifier('Short name.'),
    name: Localized,
    zone: Type.Enum(['dmz', 'server', 'vpn', 'plant', 'management'] as const, {
      description: 'Office and wireless segments are made from the number of people.',
    }),
    cidr: cidr('Addresses, inside RFC 1918.'),
  },
  { ...closed, title: 'Segment' },
);

const hostRoles = [
  'domain-controller',
  'dns',
  'mail',
  'mail-gateway',
  'web',
  'proxy',
  'file',
  'application',
  'database',
  'print',
  'backup',
  'firewall',
  'vpn',
  'dhcp',
  'radius',
  'log',
  'antivirus',
  'update',
  'jump',
  'ids',
  'historian',
  'plc',
  'wireless',
] as const;

const Server = Type.Object(
  {
    name: text('Upper case; machines are numbered from it: FS gives FS01, FS02 …', '^[A-Z][A-Z0-9-]{0,11}$'),
    roles: list(Type.Enum(hostRoles), 'What it does.', 1),
    os: Type.Enum(['windows-server-2022', 'windows-10', 'debian-12', 'appliance'] as const),
    segment: identifier('Where it stands.'),
    count: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 100, description: 'How many; 0 removes it. Default 1.' }),
    ),
    per: Type.Optional(
      Type.Integer({ minimum: 10, description: 'One more for every so many people, up to `most`.' }),
    ),
    most: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Upper limit of `per`.' })),
  },
  { ...closed, title: 'Server' },
);

const Application = Type.Object(
  {
    id: identifier('Short name, also its host name.'),
    name: Localized,
    kind: Type.Enum(['portal', 'business', 'records', 'public', 'mail'] as const, {
      description: 'public: offered to the outside; records: personal data at its heart.',
    }),
    server: text('Name in `servers`; the first machine of that name serves it.'),
    database: Type.Optional(text('Name in `servers` of where its data are.')),
    departments: Type.Optional(list(identifier('Department.'), 'Who uses it daily; absent: everybody.')),
  },
  { ...closed, title: 'Application' },
);

const CrownJewel = Type.Object(
  {
    id: identifier('Short name.'),
    name: Localized,
    server: text('Name in `servers`; on the first machine of that name.'),
    location: text('UNC path, database or service; {server} stands for the machine name.'),
    files: list(
      Type.Object(
        {
          path: text('Path below the location.'),
          kilobytes: Type.Number({ minimum: 0, maximum: 100_000_000, description: 'Size.' }),
        },
        closed,
      ),
      'Files that make it up; empty for a service.',
    ),
    value: Type.Number({ minimum: 0, maximum: 1000, description: 'Weight of its loss in points.' }),
  },
  { ...closed, title: 'Crown jewel' },
);

const categories = [
  'search',
  'news',
  'government',
  'business',
  'cloud',
  'update',
  'shopping',
  'social',
  'video',
  'advert',
  'partner',
  'other',
] as const;

const Habits = Type.Object(
  {
    mailsSent: amount('Mails an average person writes on a worked day.'),
    mailsReceived: amount('Mails from outside an average person gets.'),
    webVisits: amount('Pages opened.'),
    filesOpened: amount('Files of shares opened.'),
    prints: amount('Print jobs.'),
    applicationUses: amount('Actions in applications of the organisation.'),
    publicVisits: amount('Requests of the public site from outside a day.'),
    sites: Type.Partial(
      Type.Object(
        Object.fromEntries(categories.map(c => [c, amount('Multiplier.')])) as Record<
          (typeof categories)[number],
          ReturnType<typeof amount>
        >,
        closed,
      ),
      { ...closed, description: 'Multipliers on the weights of site categories.' },
    ),
  },
  { ...closed, title: 'Habits' },
);

/** One organisation as its author wrote it, with what it takes from its base. */
export const OrganisationProfile = Type.Object(
  {
    id: identifier('Same as the file name.'),
    name: Localized,
    summary: Localized,
    domain: text(
      'Public name, under the reserved top-level name .example (RFC 2606).',
      '^[a-z0-9-]+(\\.[a-z0-9-]+)*\\.example$',
    ),
    netbios: text('Name of the Windows domain.', '^[A-Z][A-Z0-9-]{0,14}$'),
    staff: Type.Object(
      {
        least: Type.Integer({ minimum: 10, description: 'Fewest people it makes sense with.' }),
        usual: Type.Integer({ minimum: 10, description: 'People when nothing else is asked for.' }),
        most: Type.Integer({ minimum: 10, maximum: 20_000, description: 'Most people.' }),
      },
      closed,
    ),
    accounts: Type.Enum(['family.initial', 'given.family', 'initial-family', 'number'] as const, {
      description: 'How logon names are made: yamada.t, taro.yamada, t-yamada, e104213.',
    }),
    departments: list(Department, 'The organisation.', 2),
    ranks: list(Rank, 'Titles; at least one for each duty.', 6),
    contractors: share('Part of the people who are contractors.'),
    hours: Type.Object({ from: clock('Start of work.'), to: clock('End of work.') }, closed),
    lunch: Type.Object({ from: clock('Start.'), to: clock('End.') }, closed),
    workdays: list(Type.Integer({ minimum: 0, maximum: 6 }), 'Days of the week worked, Sunday is 0.', 1),
    publicHolidays: Type.Boolean({ description: 'Closed on public holidays of Japan.' }),
    closed: list(
      Type.Object(
        {
          from: monthDay('First day.'),
          to: monthDay('Last day; may lie in the next year.'),
          name: Localized,
        },
        closed,
      ),
      'Days of its own on which it is closed, each year.',
    ),
    remote: share('Part of a day’s people who work over VPN, on average.'),
    phones: share('Part of the people with a smartphone in the wireless network.'),
    sysmon: share('Part of the Windows machines with Sysmon.'),
    windows10: share('Part of the PCs still on Windows 10.'),
    network: Type.Object(
      {
        office: cidr('Block whose /24s become office segments, department by department.'),
        wireless: cidr('Block for smartphones, a /22 for each thousand people.'),
        public: cidr(
          'Its own addresses on the internet: 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24 (RFC 5737).',
        ),
      },
      closed,
    ),
    segments: list(Segment, 'Segments that do not depend on the number of people.', 1),
    servers: list(Server, 'Servers, network equipment and controllers.', 1),
    applications: list(Application, 'What people work with.', 1),
    crownJewels: list(CrownJewel, 'What must not be lost.', 1),
    serviceAccounts: list(
      Type.Object(
        {
          account: text('Logon name.', '^[a-z][a-z0-9_$-]{0,19}$'),
          purpose: text('What for.'),
          privileged: Type.Boolean({ description: 'Member of Domain Admins.' }),
        },
        closed,
      ),
      'Accounts that are no person.',
    ),
    partners: list(
      Type.Object({ name: Localized, domain: text('Under .example.', '^[a-z0-9.-]+\\.example$') }, closed),
      'Organisations it writes with every day.',
      1,
    ),
    habits: Habits,
    hourlyCost: Type.Object(
      {
        mail: amount('No mail.'),
        publicWeb: amount('No public site.'),
        internet: amount('No way out.'),
        files: amount('No shared files.'),
        directory: amount('No logons.'),
        pc: amount('One PC.'),
        plant: amount('Plant or care at a stand.'),
      },
      { ...closed, description: 'Points an hour without it costs.' },
    ),
  },
  { ...closed, title: 'Organisation profile', description: 'An organisation a drill can take place in.' },
);
export type OrganisationProfile = Static<typeof OrganisationProfile>;
