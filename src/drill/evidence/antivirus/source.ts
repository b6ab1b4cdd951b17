// The antivirus console of the organisation: Defender for Endpoint, table DeviceEvents, exported as CSV.
import type { Antivirus } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { perWorld } from '../network/per-world.ts';
import { hexadecimal } from '../network/scramble.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';

const header =
  'Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,AccountDomain,AccountName,AdditionalFields,ReportId';

/** RFC 4180; line breaks, which no file name of Windows has, as spaces. */
const cell = (text: string): string => {
  const line = /[\x00-\x1f\x7f]/.test(text) ? text.replace(/[\x00-\x1f\x7f]/g, ' ') : text;
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
};

const devices = perWorld(() => new Map<string, string>());

function write(event: Antivirus, emit: Emit, context: ProjectionContext): void {
  const { world } = context;
  const { what, path, threat, host } = event;
  let action: string;
  let more: Record<string, string | boolean>;
  switch (what) {
    case 'detected':
    case 'cleaned':
      action = 'AntivirusDetection';
      more = {
        ThreatName: threat,
        WasRemediated: what === 'cleaned',
        WasExecutingWhileDetected: false,
        ReportSource: 'Windows Defender',
      };
      break;
    case 'definitions':
      action = 'AntivirusDefinitionsUpdated';
      more = {};
      break;
    case 'scan-finished':
      action = 'AntivirusScanCompleted';
      more = { ScanTypeIndex: 'Quick', User: event.user };
      break;
    default:
      // The table knows neither the start of a scan nor protection that was switched off: the PC's own log does.
      return;
  }
  const known = devices(world);
  let device = known.get(host.name);
  if (device === undefined) {
    device = `${hexadecimal(5, hashKeys(world.seed, host.name, 'device'))},${cell(host.fqdn)}`;
    known.set(host.name, device);
  }
  const file = what === 'detected' || what === 'cleaned' ? path : '';
  const end = file.lastIndexOf('\\');
  const account = event.user.slice(event.user.lastIndexOf('\\') + 1);
  const domain = event.user.includes('\\')
    ? event.user.slice(0, event.user.lastIndexOf('\\'))
    : account === ''
      ? ''
      : world.organisation.netbios.toLowerCase();
  const report = context.recordId('antivirus', host.name, event.at, event);
  emit(
    event.at,
    `${new Date(event.at).toISOString()},${device},${action},${cell(file.slice(end + 1))},${cell(end < 0 ? '' : file.slice(0, end))},${cell(domain.toLowerCase())},${cell(account.toLowerCase())},${cell(JSON.stringify(more))},${report}`,
    {
      host: host.name,
      user: account.toLowerCase(),
      source: host.ip,
      destination: '',
      object: threat || file,
      code: action,
    },
  );
}

export const antivirus = defineSource({
  id: 'antivirus',
  title: {
    en: 'Antivirus console (Defender for Endpoint)',
    ja: 'ウイルス対策管理画面 (Defender for Endpoint)',
  },
  summary: {
    en: 'What the console knows of all machines: threats found and whether they were dealt with (WasRemediated), scans finished, definitions updated. Look for machines that fell silent and threats not dealt with. Times are UTC.',
    ja: '全端末についての管理画面の記録。見つかった脅威と処置の有無（WasRemediated）、スキャンの完了、定義の更新。記録が途絶えた端末や処置されていない脅威を探す。時刻はUTC。',
  },
  file: 'antivirus/device-events.csv',
  format: 'csv',
  header: () => header,
  readers: ['miller'],
  reference: 'Microsoft Defender XDR advanced hunting schema, table DeviceEvents; RFC 4180',
  on: { antivirus: write },
});
