// Shared folders and what lies in them: names people give documents, and heavy-tailed sizes.
import type { CrownJewel, Department, Host, Share } from '../entities.ts';
import type { OrganisationProfile } from '../profile/schema.ts';
import { type Random, stream } from '../random.ts';

const types: readonly [extension: string, medianBytes: number][] = [
  ['xlsx', 42_000],
  ['docx', 38_000],
  ['pdf', 310_000],
  ['pptx', 1_400_000],
  ['xlsx', 42_000],
  ['docx', 38_000],
  ['csv', 9_000],
  ['zip', 2_600_000],
  ['jpg', 900_000],
];
const marks = ['', '', '', '_最終', '_v2', '_修正', '_提出用', '(案)', '_r2', ' - コピー'];

/** Fiscal years begin in April and are named by era: 2026 is Reiwa 8. */
const folderOf = (fiscalYear: number) => `${fiscalYear}_令和${fiscalYear - 2018}年度`;

/** A document written some time before `now` (ms), more often lately than long ago. */
function fileOf(random: Random, documents: readonly string[], now: number) {
  const [extension, median] = random.pick(types);
  const written = new Date(now - Math.floor(Math.min(2500, 5 + random.exponential() * 500)) * 86_400_000);
  const [year, month] = [written.getUTCFullYear(), written.getUTCMonth() + 1];
  const document = random.pick(documents);
  const date = written.toISOString().slice(0, 10).replaceAll('-', '');
  return {
    path: `${folderOf(month < 4 ? year - 1 : year)}\\${document}\\${date}_${document}${random.pick(marks)}.${extension}`,
    bytes: Math.round(random.lognormal(Math.log(median), 1.2)),
  };
}

function filesOf(random: Random, documents: readonly string[], count: number, now: number): Share['files'] {
  const files = new Map<string, { path: string; bytes: number }>();
  for (let n = 0; n < count; n++) {
    const file = fileOf(random, documents, now);
    if (!files.has(file.path)) files.set(file.path, file);
  }
  return [...files.values()];
}

/**
 * One hidden folder for each department, one for everybody. Departments are spread over the file servers in turn, so on
 * which server a folder lies depends on how many there are; a folder that holds crown jewels lies where they do, and those
 * in a folder of no department have one of their own.
 */
export function makeShares(
  seed: number,
  profile: OrganisationProfile,
  departments: readonly Department[],
  servers: readonly Host[],
  crownJewels: readonly CrownJewel[],
  now: number,
): Share[] {
  if (servers.length === 0) return [];
  const common: Share = {
    unc: `\\\\${servers[0]!.name}\\common`,
    host: servers[0]!,
    department: undefined,
    files: filesOf(
      stream(seed, 'common', 'files'),
      ['様式集', '回覧', '会議室予約', '研修資料', '名簿', '写真', ...profile.departments[0]!.documents],
      240,
      now,
    ),
    jewels: [],
  };
  const own = departments.map((department, n): Share => {
    const kept = crownJewels.filter(jewel => jewel.location.endsWith(`\\${department.id}$`));
    const host = kept[0]?.host ?? servers[n % servers.length]!;
    const jewels = kept.flatMap(jewel => jewel.files);
    const random = stream(seed, department.id, 'files');
    return {
      unc: `\\\\${host.name}\\${department.id}$`,
      host,
      department,
      files: [
        ...filesOf(random, profile.departments[n]!.documents, random.between(160, 320), now),
        ...jewels,
      ],
      jewels,
    };
  });
  const places = new Set(own.map(share => share.unc));
  const projects = crownJewels
    .filter(jewel => jewel.files.length > 0 && !places.has(jewel.location))
    .filter(jewel => jewel.location.startsWith('\\\\'))
    .map(
      ({ location, host, files }): Share => ({
        unc: location,
        host,
        department: undefined,
        files: [
          ...filesOf(stream(seed, location, 'files'), profile.departments[0]!.documents, 120, now),
          ...files,
        ],
        jewels: files,
      }),
    );
  return [common, ...own, ...projects];
}
