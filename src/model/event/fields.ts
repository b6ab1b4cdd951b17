// The one dictionary of event fields. The store's columns, the binary encoder, the API document, the search
// bar's completions and docs/fields.md all come from it. Names are ECS where ECS has one; ours begin with `hinomi.`.

/** How a field is held: in JavaScript, and as a ClickHouse column. */
export type FieldType =
  | 'time' // Unix milliseconds (number)        DateTime64(3,'UTC')
  | 'uuid' // lower-case text                   UUID
  | 'ip' // text, dotted quad or RFC 5952      IPv6 (IPv4 as ::ffff:a.b.c.d)
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64' // number (exact up to 2^53)
  | 'f32'
  | 'keyword' // few distinct values            LowCardinality(String)
  | 'text' // many distinct values              String
  | 'keywords' // list of keywords              Array(LowCardinality(String))
  | 'labels'; // string → string                 Map(LowCardinality(String), String)

export interface Field {
  name: string;
  type: FieldType;
  en: string;
  ja: string;
}

const field = <N extends string, T extends FieldType>(name: N, type: T, en: string, ja: string) =>
  ({ name, type, en, ja }) as const;

export const eventFields = [
  field('@timestamp', 'time', 'When it happened at the source.', '発生時刻（観測元での時刻）。'),
  field(
    'event.id',
    'uuid',
    'Time-sortable id made at the sensor; re-sent events carry the same id.',
    '観測元で付ける時刻順の識別子。再送でも同じ値。',
  ),
  field('event.ingested', 'time', 'When this centre stored it.', '本システムに保存した時刻。'),
  field('event.end', 'time', 'End of the activity, for aggregated events.', '集約イベントの終了時刻。'),
  field(
    'event.module',
    'keyword',
    'Which input made it: telescope, honeypot, zeek, suricata, cowrie …',
    '作成した入力の種類（telescope、honeypot、zeek など）。',
  ),
  field(
    'event.dataset',
    'keyword',
    'Kind within the module, e.g. zeek.conn or honeypot.ssh.',
    '入力の中の種別（zeek.conn、honeypot.ssh など）。',
  ),
  field(
    'event.category',
    'keyword',
    'ECS category: network, authentication, web, intrusion_detection, file, process …',
    'ECS の分類（network、authentication など）。',
  ),
  field(
    'event.action',
    'keyword',
    'What was done, e.g. login-attempt, command, download-request.',
    '行為（login-attempt、command など）。',
  ),
  field('event.outcome', 'keyword', 'success, failure or unknown.', '結果（success、failure、unknown）。'),
  field(
    'event.severity',
    'u8',
    'Severity as the source gave it, scaled to 0 (none) – 100 (worst).',
    '観測元の重大度を 0〜100 に換算した値。',
  ),
  field('observer.id', 'keyword', 'Agent or input that observed it.', '観測したエージェントまたは入力。'),
  field('observer.type', 'keyword', 'telescope, honeypot, ids, log, feed.', '観測点の種類。'),
  field(
    'hinomi.vantage',
    'keyword',
    'Where it was seen from: darknet, victim, honeypot, lan, unknown.',
    '観測位置（darknet、victim、honeypot、lan、unknown）。',
  ),
  field(
    'hinomi.class',
    'keyword',
    'Traffic class: scan, backscatter, amplification-request, reflected-response, flood, misconfiguration, unknown.',
    '通信の分類（scan、backscatter など）。',
  ),
  field('hinomi.reason', 'keyword', 'The rule that decided the traffic class.', '分類の根拠となった規則。'),
  field('rsit.type', 'keyword', 'RSIT incident type.', 'RSIT のインシデント種別。'),
  field('threat.technique.id', 'keywords', 'ATT&CK technique ids.', 'ATT&CK の技術 ID。'),
  field('source.ip', 'ip', 'Who sent it.', '送信元アドレス。'),
  field('source.port', 'u16', 'Source port.', '送信元ポート。'),
  field(
    'source.geo.country_iso_code',
    'keyword',
    'Country the source address is registered in.',
    '送信元アドレスの登録国。',
  ),
  field('source.as.number', 'u32', 'Autonomous system of the source.', '送信元の AS 番号。'),
  field('destination.ip', 'ip', 'Who it was sent to.', '宛先アドレス。'),
  field('destination.port', 'u16', 'Destination port.', '宛先ポート。'),
  field(
    'destination.geo.country_iso_code',
    'keyword',
    'Country the destination address is registered in.',
    '宛先アドレスの登録国。',
  ),
  field('destination.as.number', 'u32', 'Autonomous system of the destination.', '宛先の AS 番号。'),
  field('network.transport', 'keyword', 'tcp, udp, icmp, ipv6-icmp …', '転送層プロトコル。'),
  field(
    'network.protocol',
    'keyword',
    'Application protocol: dns, ntp, ssh, http …',
    'アプリケーションプロトコル。',
  ),
  field('network.packets', 'u64', 'Packets this event stands for.', 'このイベントが代表するパケット数。'),
  field(
    'network.bytes',
    'u64',
    'Bytes on the wire this event stands for.',
    'このイベントが代表するバイト数。',
  ),
  field('network.community_id', 'text', 'Community ID v1 of the flow.', 'フローの Community ID。'),
  field('hinomi.tcp.flags', 'u8', 'Union of TCP flags seen.', '観測した TCP フラグの和。'),
  field('hinomi.tool.name', 'keyword', 'Scanning tool the packets look like.', '推定した走査ツール。'),
  field(
    'hinomi.tool.probability',
    'f32',
    'Probability that the tool is right, 0 – 1.',
    'ツール推定の確率（0〜1）。',
  ),
  field(
    'hinomi.session',
    'text',
    'Session at the honeypot or connection uid in the log; joins events.',
    'セッション識別子。イベントを結び付ける。',
  ),
  field('user.name', 'text', 'Account name tried or used.', '試行・使用されたアカウント名。'),
  field('hinomi.password', 'text', 'Password tried at a honeypot.', 'ハニーポットで試行されたパスワード。'),
  field('process.command_line', 'text', 'Command typed or run.', '入力・実行されたコマンド。'),
  field('url.full', 'text', 'URL asked for or mentioned.', '要求・言及された URL。'),
  field(
    'url.domain',
    'text',
    'Host name in the URL, SNI or Host header.',
    'URL・SNI・Host ヘッダーのホスト名。',
  ),
  field('http.request.method', 'keyword', 'HTTP method.', 'HTTP メソッド。'),
  field('http.response.status_code', 'u16', 'HTTP status.', 'HTTP ステータス。'),
  field(
    'user_agent.original',
    'text',
    'User agent or client version string.',
    'ユーザーエージェントまたはクライアントの版文字列。',
  ),
  field('dns.question.name', 'text', 'Name asked for.', '問い合わせた名前。'),
  field('dns.question.type', 'keyword', 'Record type asked for.', '問い合わせたレコード型。'),
  field('dns.response_code', 'keyword', 'DNS response code.', 'DNS 応答コード。'),
  field('file.name', 'text', 'File name.', 'ファイル名。'),
  field('file.size', 'u64', 'File size in bytes.', 'ファイルの大きさ（バイト）。'),
  field('file.hash.sha256', 'text', 'SHA-256 of the file.', 'ファイルの SHA-256。'),
  field('file.hash.md5', 'text', 'MD5 of the file.', 'ファイルの MD5。'),
  field(
    'hinomi.client_fingerprint',
    'text',
    'HASSH, JA3 or JA4 of the client.',
    'クライアントの指紋（HASSH、JA3、JA4）。',
  ),
  field('rule.id', 'keyword', 'Rule that fired, as the source numbers it.', '発火した規則の番号。'),
  field('rule.name', 'keyword', 'Rule that fired.', '発火した規則の名前。'),
  field('message', 'text', 'One line for people.', '人が読む一行。'),
  field(
    'event.original',
    'text',
    'The record as it came, at most 8 KiB.',
    '受け取ったままの記録（最大 8 KiB）。',
  ),
  field('labels', 'labels', 'Every other field of the record, as text.', 'その他の項目。'),
  field('hinomi.input', 'text', 'Input (file or stream) it came in with.', '取り込みの識別子。'),
  field('log.file.path', 'text', 'File it came from.', '元のファイル。'),
  field(
    'log.offset',
    'u64',
    'Byte offset of the record in that file (after decompression).',
    'ファイル内のバイト位置（伸長後）。',
  ),
  field(
    'hinomi.record',
    'u64',
    'Line or packet number in that file, from 1.',
    '行番号またはパケット番号（1 から）。',
  ),
  field(
    'hinomi.exercise',
    'keyword',
    'Exercise it belongs to; empty for the real world.',
    '演習の識別子。実世界では空。',
  ),
  field(
    'hinomi.block',
    'u64',
    'Block of the ingest journal it was stored with.',
    '取り込みジャーナルのブロック番号。',
  ),
] as const satisfies readonly Field[];

export type EventFieldName = (typeof eventFields)[number]['name'];

/** The field with this name, or undefined. */
export const eventField = (name: string): Field | undefined => byName.get(name);
const byName = new Map<string, Field>(eventFields.map(entry => [entry.name, entry]));
