// Veeam Backup & Replication as it reports to a syslog server: the backup servers run Windows.
import type { BackupJob } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { hexadecimal } from '../network/scramble.ts';
import { defineSource, type Emit, type ProjectionContext } from '../source.ts';
import { clockOf, micros } from '../syslog/clock.ts';
import { escapeControls } from '../syslog/line.ts';

/** RFC 5424, 6.3.3: quote, backslash and bracket are escaped within a value; controls as the receiver writes them. */
const value = (text: string): string => escapeControls(text).replace(/["\\\]]/g, '\\$&');

const guid = (from: number): string => {
  const h = hexadecimal(4, from);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
};

function write(event: BackupJob, emit: Emit, { world }: ProjectionContext): void {
  const clock = clockOf(world);
  const { target, job, what, detail } = event;
  const server = event.host.name;
  const jobId = guid(hashKeys(world.seed, server, job));
  // One session a day and job: what joins its start and its end.
  const sessionId = guid(hashKeys(world.seed, server, job, Math.floor((event.at + 10_800_000) / 86_400_000)));
  const zone = `${clock.zone.slice(0, 3)}:${clock.zone.slice(3)}`;
  const put = (
    after: number,
    priority: number,
    id: number,
    parameters: string,
    description: string,
  ): void => {
    const at = event.at + after;
    const { date, time } = clock.second(at);
    emit(
      at,
      `<${priority}>1 ${date}T${time}.${micros(at)}${zone} ${server} Veeam_MP - - [origin enterpriseId="31023"] [categoryId=0 instanceId=${id} ${parameters} VbrHostName="${value(event.host.fqdn)}" VbrVersion="12.3.0.310" Version="1" Description="${value(description)}"]`,
      {
        host: server,
        user: '',
        source: event.host.ip,
        destination: target.ip,
        object: target.name,
        code: `veeam:${id}`,
      },
    );
  };
  const ids = `JobSessionID="${sessionId}" JobID="${jobId}" JobType="0" Platform="6"`;
  const { date, time } = clock.second(event.at);
  const when = `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)} ${time}`;
  const point = guid(hashKeys(world.seed, server, job, 'restore-point', event.at));
  const restorePoint = `OibID="${point}" OriginalOibID="${point}" VmRef="${guid(hashKeys(target.name))}" VmName="${value(target.name)}" ServerName="This server" DateTime="${when}" IsCorrupted="False" Platform="6" StorageSize="${Math.max(0, Math.round(event.bytes))}" RepositoryID="${guid(hashKeys(world.seed, server, 'repository'))}" IsFull="False"`;
  switch (what) {
    case 'started':
      put(0, 14, 110, `${ids} Flags="0"`, `Backup job '${job}' has been started.`);
      return;
    case 'completed':
      if (detail === 'restore') {
        put(
          0,
          14,
          290,
          `${ids} JobResult="0"`,
          `The restore session '${job}' has finished with success state.`,
        );
        return;
      }
      put(0, 14, 10_010, restorePoint, `VM '${target.name}' restore point has been created.`);
      put(400, 14, 190, `${ids} JobResult="0"`, `The backup job '${job}' has finished with success state.`);
      return;
    case 'failed': {
      const why = detail === '' ? '' : ` ${detail}.`;
      put(
        0,
        11,
        190,
        `${ids} JobResult="2"`,
        `The backup job '${job}' has finished with failed state.${why}`,
      );
      return;
    }
    case 'deleted':
      put(0, 12, 10_050, restorePoint, `Restore point for VM '${target.name}' has been removed.`);
  }
}

export const backup = defineSource({
  id: 'backup',
  title: { en: 'Backup (Veeam, syslog)', ja: 'バックアップ (Veeam、syslog)' },
  summary: {
    en: 'Backup jobs started (110) and finished (190: JobResult 0 success, 2 failed), restore points made (10010) and removed (10050), restores (290). Look for failures in a row and restore points removed outside the schedule. Times are local, with the offset.',
    ja: 'バックアップジョブの開始（110）と終了（190、JobResult 0は成功、2は失敗）、復元ポイントの作成（10010）と削除（10050）、復元（290）。続く失敗や予定外の復元ポイント削除を探す。時刻は現地時間（時差つき）。',
  },
  file: 'backup/veeam.log',
  format: 'text',
  readers: ['lnav', 'jc'],
  reference: 'Veeam Backup & Replication 12 Event Reference; RFC 5424',
  on: { backup: write },
});
