// Where Suricata's EVE fields go. One table for all event types: alerts carry the application layer's record too.
import { compileTable, type Table, used } from '../core/record.ts';
import { parseIso } from '../core/time.ts';
import { add, lower, type Put, put } from '../core/values.ts';

const application: Put = (draft, value) => {
  if (value === 'failed' || value === 'unknown') return false;
  return lower('network.protocol')(draft, value);
};

/** JA4 says more than JA3, so it stays when both are there. */
const ja3: Put = (draft, value) =>
  draft['hinomi.client_fingerprint'] === undefined && put('hinomi.client_fingerprint')(draft, value);

const tcpFlags: Put = (draft, value) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{1,2}$/i.test(value)) return false;
  draft['hinomi.tcp.flags'] = Number.parseInt(value, 16);
  return true;
};

const end: Put = (draft, value) => {
  const time = typeof value === 'string' ? parseIso(value) : undefined;
  if (time === undefined) return false;
  draft['event.end'] = time;
  return true;
};

const base: Table = {
  timestamp: used,
  event_type: used,
  flow_id: put('hinomi.session'),
  src_ip: put('source.ip'),
  src_port: put('source.port'),
  dest_ip: put('destination.ip'),
  dest_port: put('destination.port'),
  proto: lower('network.transport'),
  app_proto: application,
  community_id: put('network.community_id'),
  'alert.signature_id': put('rule.id'),
  'alert.signature': put('rule.name'),
  'http.hostname': lower('url.domain'),
  'http.http_method': put('http.request.method'),
  'http.http_user_agent': put('user_agent.original'),
  'http.status': put('http.response.status_code'),
  'tls.sni': lower('url.domain'),
  'tls.ja4': put('hinomi.client_fingerprint'),
  'tls.ja3.hash': ja3,
  'quic.sni': lower('url.domain'),
  'quic.ua': put('user_agent.original'),
  'ssh.client.software_version': put('user_agent.original'),
  'ssh.client.hassh.hash': put('hinomi.client_fingerprint'),
  'fileinfo.filename': put('file.name'),
  'fileinfo.size': put('file.size'),
  'fileinfo.sha256': put('file.hash.sha256'),
  'fileinfo.md5': put('file.hash.md5'),
  'smb.filename': put('file.name'),
  'smb.ntlmssp.user': put('user.name'),
  'krb5.cname': put('user.name'),
  'mqtt.connect.username': put('user.name'),
  'ftp_data.filename': put('file.name'),
  'ldap.request.bind_request.name': put('user.name'),
  'rfb.authentication.username': put('user.name'),
  'anomaly.event': put('rule.name'),
};

const flow: Table = {
  ...base,
  'flow.pkts_toserver': add('network.packets'),
  'flow.pkts_toclient': add('network.packets'),
  'flow.bytes_toserver': add('network.bytes'),
  'flow.bytes_toclient': add('network.bytes'),
  'flow.end': end,
  'netflow.pkts': put('network.packets'),
  'netflow.bytes': put('network.bytes'),
  'netflow.end': end,
  'tcp.tcp_flags': tcpFlags,
};

/** Other records: a flow's counters there are those so far, not the event's own. */
export const mapRecord = compileTable(base);
/** Flow and netflow records: their counters are what the event stands for. */
export const mapFlow = compileTable(flow);
