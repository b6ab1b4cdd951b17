// Zeek smb_mapping.log and smb_files.log: shares mapped, files opened and deleted.
import type { ShareAccess } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { type Flow, keysOf, lastingTime } from '../network/flows.ts';
import { placesOf } from '../network/places.ts';
import { seen } from '../network/sensor.ts';
import { defineSource, type ProjectionContext } from '../source.ts';
import { unixMicros } from '../syslog/clock.ts';
import { endpoints, flowFacets, zeekReaders } from '../zeek/endpoints.ts';
import { type Column, connectionColumns, header, text } from '../zeek/table.ts';
import { fuidOf } from '../zeek/uid.ts';

const mappingColumns: readonly Column[] = [
  ...connectionColumns,
  ['path', 'string'],
  ['service', 'string'],
  ['native_file_system', 'string'],
  ['share_type', 'string'],
];

const fileColumns: readonly Column[] = [
  ...connectionColumns,
  ['fuid', 'string'],
  ['action', 'enum'],
  ['path', 'string'],
  ['name', 'string'],
  ['size', 'count'],
  ['prev_name', 'string'],
  ['times.modified', 'time'],
  ['times.accessed', 'time'],
  ['times.created', 'time'],
  ['times.changed', 'time'],
];

/** The SMB connection a share access rides on; undefined where the sensor does not see it. */
export function smbFlow(event: ShareAccess, { world }: ProjectionContext): Flow | undefined {
  const places = placesOf(world);
  const { ip, port } = event.client;
  const flow: Flow = {
    at: event.at,
    duration: 0,
    transport: 'tcp',
    source: ip,
    sourcePort: port,
    sourceZone: places.zoneOf(ip),
    destination: event.host.ip,
    destinationPort: 445,
    destinationZone: places.zoneOf(event.host.ip),
    service: 'smb',
    sent: 0,
    received: 0,
    result: 'ok',
    name: '',
    leg: '',
    ...keysOf(ip, port, event.host.ip, 445, lastingTime(event.at)),
  };
  return seen(flow) ? flow : undefined;
}

/** `\\FS01\name`, however the event spells its share. */
const treeOf = (event: ShareAccess): string =>
  event.share.startsWith('\\\\') && !event.share.startsWith('\\\\*')
    ? event.share
    : `\\\\${event.host.name}\\${event.share.replace(/^\\+\*?\\?/, '')}`;

export const zeekSmbMapping = defineSource({
  id: 'zeek-smb-mapping',
  title: { en: 'Shares mapped (Zeek smb_mapping)', ja: '共有への接続 (Zeek smb_mapping)' },
  summary: {
    en: 'Connections to shares across the server uplink, including ADMIN$ and IPC$. Encrypted SMB 3 would hide them; here signing only.',
    ja: 'サーバー側の上流を通った共有への接続。ADMIN$やIPC$も含む。SMB 3の暗号化は使わず署名のみとしている。',
  },
  file: 'zeek/smb_mapping.log',
  format: 'tsv',
  header: header('smb_mapping', mappingColumns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/smb',
  on: {
    'share-access'(event, emit, context) {
      if (event.what !== 'connect' || !event.ok) return;
      const flow = smbFlow(event, context);
      if (!flow) return;
      const tree = treeOf(event);
      const pipe = /\\ipc\$$/i.test(tree);
      emit(
        event.at,
        `${endpoints(context.world.seed, flow, event.at)}\t${text(tree)}\t-\t-\t${pipe ? 'PIPE' : 'DISK'}`,
        {
          ...flowFacets(placesOf(context.world), flow, tree, pipe ? 'PIPE' : 'DISK'),
          user: event.session.account.toLowerCase(),
        },
      );
    },
  },
});

export const zeekSmbFiles = defineSource({
  id: 'zeek-smb-files',
  title: { en: 'Files of shares (Zeek smb_files)', ja: '共有上のファイル (Zeek smb_files)' },
  summary: {
    en: 'Files opened and deleted on shares across the server uplink, with size and times. Reading and writing both begin with FILE_OPEN. Look for many files in a short time and for program files copied to servers.',
    ja: 'サーバー側の上流を通った、共有上のファイルのオープンと削除。読み書きともFILE_OPENで始まる。短時間の大量アクセスや、サーバーへコピーされた実行ファイルを探す。',
  },
  file: 'zeek/smb_files.log',
  format: 'tsv',
  header: header('smb_files', fileColumns),
  readers: zeekReaders,
  reference: 'Zeek 6.0, base/protocols/smb',
  on: {
    'share-access'(event, emit, context) {
      if (event.what === 'connect' || event.what === 'list' || event.path === '' || !event.ok) return;
      const flow = smbFlow(event, context);
      if (!flow) return;
      const { seed, start } = context.world;
      const tree = treeOf(event);
      const action = event.what === 'delete' ? 'SMB::FILE_DELETE' : 'SMB::FILE_OPEN';
      // A file has its age; what is written now was changed now.
      const created =
        start - 86_400_000 * (2 + (hashKeys(event.path) % 900)) - (hashKeys(event.path, 1) % 40_000_000);
      const modified = event.what === 'write' ? event.at : created + (start - created) * 0.6;
      const times = [modified, event.at, created, modified].map(unixMicros).join('\t');
      emit(
        event.at,
        `${endpoints(seed, flow, event.at)}\t${fuidOf(seed, flow, hashKeys(event.path, event.at))}\t${action}\t${text(tree)}\t${text(event.path)}\t${event.bytes}\t-\t${times}`,
        {
          ...flowFacets(placesOf(context.world), flow, event.path, action),
          user: event.session.account.toLowerCase(),
        },
      );
    },
  },
});
