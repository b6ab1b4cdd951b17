// Cowrie's event ids: what each one is. Ids not listed still give an event, named after themselves.
import type { Put } from '../core/values.ts';
import { put } from '../core/values.ts';

export interface Kind {
  category: string;
  action: string;
  outcome?: 'success' | 'failure';
  rsit?: 'brute-force' | 'malware-distribution' | 'unauthorised-use-of-resources';
  techniques?: readonly string[];
  /** Fields that mean this only in this event. */
  fields?: Readonly<Record<string, Put>>;
}

const login = (outcome: 'success' | 'failure'): Kind => ({
  category: 'authentication',
  action: 'login-attempt',
  outcome,
  rsit: 'brute-force',
  techniques: ['T1110'],
});
const client = (fields: Kind['fields'] = {}): Kind => ({ category: 'network', action: 'client', fields });
const fetched: Kind['fields'] = {
  url: put('url.full'),
  shasum: put('file.hash.sha256'),
  filename: put('file.name'),
  destfile: put('file.name'),
};

export const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['cowrie.session.connect', { category: 'network', action: 'connection' }],
  ['cowrie.session.closed', { category: 'network', action: 'session-end' }],
  ['cowrie.session.params', client()],
  ['cowrie.login.success', login('success')],
  ['cowrie.login.failed', login('failure')],
  ['cowrie.client.version', client({ version: put('user_agent.original') })],
  ['cowrie.client.kex', client({ hassh: put('hinomi.client_fingerprint') })],
  ['cowrie.client.size', client()],
  ['cowrie.client.var', client()],
  [
    'cowrie.client.fingerprint',
    {
      category: 'authentication',
      action: 'public-key',
      fields: { fingerprint: put('hinomi.client_fingerprint') },
    },
  ],
  [
    'cowrie.command.input',
    {
      category: 'process',
      action: 'command',
      techniques: ['T1059'],
      fields: { input: put('process.command_line') },
    },
  ],
  ['cowrie.command.success', { category: 'process', action: 'command-result', outcome: 'success' }],
  ['cowrie.command.failed', { category: 'process', action: 'command-result', outcome: 'failure' }],
  ['cowrie.session.input', { category: 'process', action: 'input' }],
  [
    'cowrie.session.file_download',
    {
      category: 'file',
      action: 'download-request',
      outcome: 'success',
      rsit: 'malware-distribution',
      techniques: ['T1105'],
      fields: fetched,
    },
  ],
  [
    'cowrie.session.file_download.failed',
    {
      category: 'file',
      action: 'download-request',
      outcome: 'failure',
      rsit: 'malware-distribution',
      techniques: ['T1105'],
      fields: fetched,
    },
  ],
  [
    'cowrie.session.file_upload',
    { category: 'file', action: 'file-captured', techniques: ['T1105'], fields: fetched },
  ],
  ['cowrie.direct-tcpip.request', { category: 'network', action: 'tunnel-request', techniques: ['T1090'] }],
  ['cowrie.direct-tcpip.data', { category: 'network', action: 'tunnel-data' }],
  ['cowrie.direct-tcpip.ja4', { category: 'network', action: 'tunnel-data' }],
  ['cowrie.direct-tcpip.ja4h', { category: 'network', action: 'tunnel-data' }],
  ['cowrie.log.open', { category: 'file', action: 'tty-log' }],
  ['cowrie.log.closed', { category: 'file', action: 'tty-log' }],
  [
    'cowrie.virustotal.scanfile',
    { category: 'file', action: 'scan-result', fields: { sha256: put('file.hash.sha256') } },
  ],
  [
    'cowrie.virustotal.scanurl',
    { category: 'file', action: 'scan-result', fields: { url: put('url.full') } },
  ],
]);
