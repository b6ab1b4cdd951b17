// Both logs of PowerShell: what scripts said (4104), commands with their parameters (4103), and the classic log.
import type { PowerShell, ProcessEnd } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { guidFrom } from '../windows/format.ts';
import type { HostFacts } from '../windows/host.ts';
import { userName } from '../windows/principal.ts';
import { type Field, number, type Provider, record, text } from '../windows/record.ts';
import { windowsSource } from '../windows/source.ts';

const operational: Provider = {
  channel: 'Microsoft-Windows-PowerShell/Operational',
  name: 'Microsoft-Windows-PowerShell',
  guid: 'A0C1853B-5C40-4B15-8766-3CF1C58F985A',
  userId: '',
  writer: 'services',
  level: 4,
  keywords: '0x0',
  codePrefix: 'powershell:',
};
const classic: Provider = {
  channel: 'Windows PowerShell',
  name: 'PowerShell',
  qualifiers: 0,
  userId: '',
  writer: 'services',
  level: 4,
  keywords: '0x80000000000000',
  codePrefix: 'powershell:',
};

interface Shell {
  process: PowerShell['process'];
  session: PowerShell['session'];
}
const lower = (guid: string): string => guid.toLowerCase();
const hostId = (e: Shell): string => lower(guidFrom(e.process.guid, 'host'));
const runspace = (e: Shell): string => lower(guidFrom(e.process.guid, 'runspace'));
const version = (host: HostFacts): string => `5.1.${host.build}.${host.build === 20_348 ? 2227 : 2506}`;
const sequence = (e: Shell, at: number): number => 13 + 2 * (hashKeys(e.process.guid, at) % 40);

/** Block of `name=value` lines the classic log ends its records with. */
/** The arguments as the program got them, one space between: quotes are gone. */
const hostApplication = (e: Shell): string => e.process.commandLine.replaceAll('"', '');

const details = (e: Shell, host: HostFacts, at: number, first: string, user = false): string =>
  `${first}\r\n\r\n\tSequenceNumber=${sequence(e, at)}\r\n\r\n${user ? `\tUserId=${userName(e.session)}\r\n` : ''}\tHostName=ConsoleHost\r\n\tHostVersion=${version(host)}\r\n\tHostId=${hostId(e)}\r\n\tHostApplication=${hostApplication(e)}\r\n\tEngineVersion=${version(host)}\r\n\tRunspaceId=${runspace(e)}\r\n\tPipelineId=\r\n\tCommandName=\r\n\tCommandType=\r\n\tScriptName=\r\n\tCommandPath=\r\n\tCommandLine=`;

/** First word of a command: the cmdlet. */
const cmdlet = (command: string): string => /^\s*&?\s*([^\s|;(){}]+)/.exec(command)?.[1] ?? '';
const invocation = (e: PowerShell): string => `CommandInvocation(${cmdlet(e.text)}): "${cmdlet(e.text)}"\r\n`;
const parameters = (e: PowerShell): string => {
  const name = cmdlet(e.text);
  let list = '';
  for (const [, parameter, value] of e.text
    .slice(0, 4000)
    .matchAll(/\s-([A-Za-z]\w*)(?:\s+("[^"]*"|'[^']*'|[^\s;|-][^\s;|]*))?/g))
    list += `ParameterBinding(${name}): name="${parameter}"; value="${(value ?? 'True').replace(/^["']|["']$/g, '')}"\r\n`;
  return list;
};

const contextInfo = (e: PowerShell, host: HostFacts, at: number): string => {
  const line = (name: string, value: string): string => `        ${name} = ${value}\r\n`;
  return (
    line('Severity', 'Informational') +
    line('Host Name', 'ConsoleHost') +
    line('Host Version', version(host)) +
    line('Host ID', hostId(e)) +
    line('Host Application', e.process.commandLine) +
    line('Engine Version', version(host)) +
    line('Runspace ID', runspace(e)) +
    line('Pipeline ID', String(1 + (hashKeys(e.process.guid, at) % 60))) +
    line('Command Name', cmdlet(e.text)) +
    line('Command Type', 'Cmdlet') +
    line('Script Name', e.path) +
    line('Command Path', '') +
    line('Sequence Number', String(sequence(e, at))) +
    line('User', userName(e.session)) +
    line('Connected User', '') +
    line('Shell ID', 'Microsoft.PowerShell')
  );
};

// Words PowerShell itself finds worth a warning in a script block.
const suspicious =
  /VirtualAlloc|DllImport|Add-Type|GetDelegateForFunctionPointer|GetProcAddress|FromBase64String|MiniDumpWriteDump|CreateThread|NonPublic|Reflection\.Emit|TokenPrivileges|amsi/i;

const shared = {
  process: (e: Shell) => e.process.pid,
  userId: (e: Shell) => e.session.sid,
  user: (e: Shell) => e.session.account,
};
const classicShared = { process: () => 0, user: (e: Shell) => e.session.account };
const object = (e: PowerShell): string => e.path || cmdlet(e.text);

const scriptBlock = (level: number, when: (e: PowerShell) => boolean) =>
  record(operational, 'powershell', {
    ...shared,
    object,
    id: 4104,
    version: 1,
    level,
    task: 2,
    opcode: 15,
    category: { en: 'Execute a Remote Command', ja: 'リモート コマンドの実行' },
    title: {
      en: 'Creating Scriptblock text (1 of 1):',
      ja: 'Scriptblock テキストを作成しています (1 個中 1 個目):',
    },
    what: 'script',
    when,
    fields: [
      number('MessageNumber', 1),
      number('MessageTotal', 1),
      text('ScriptBlockText', e => e.text),
      text('ScriptBlockId', e => lower(guidFrom(e.process.guid, e.text))),
      text('Path', e => e.path),
    ],
  });

const console = (id: number, opcode: number, en: string, ja: string) =>
  record(operational, 'powershell', {
    ...shared,
    id,
    version: 1,
    task: 4,
    opcode,
    category: { en: 'PowerShell Console Startup', ja: 'PowerShell コンソールのスタートアップ' },
    title: { en, ja },
    what: 'engine-start',
    fields: [],
  });

const providers = ['Registry', 'Alias', 'Environment', 'FileSystem', 'Function', 'Variable'];
const lifecycle = { en: 'Engine Lifecycle', ja: 'エンジンのライフサイクル' };
const engine: Field<PowerShell>[] = [
  text('state', 'Available'),
  text('before', 'None'),
  text('details', (e, h, at) =>
    details(e, h, at, '\tNewEngineState=Available\r\n\tPreviousEngineState=None'),
  ),
];

export const powerShellRecords = [
  console(40_961, 1, 'PowerShell console is starting up', 'PowerShell コンソールを起動しています'),
  record(operational, 'powershell', {
    ...shared,
    id: 53_504,
    version: 1,
    task: 111,
    opcode: 10,
    category: { en: 'PowerShell Named Pipe IPC', ja: 'PowerShell 名前付きパイプ IPC' },
    title: {
      en: 'Windows PowerShell has started an IPC listening thread.',
      ja: 'Windows PowerShell は IPC リッスン スレッドを開始しました。',
    },
    what: 'engine-start',
    fields: [text('param1', e => String(e.process.pid)), text('param2', 'DefaultAppDomain')],
  }),
  console(
    40_962,
    2,
    'PowerShell console is ready for user input',
    'PowerShell コンソールはユーザー入力の準備ができています',
  ),
  ...providers.map(name =>
    record(classic, 'powershell', {
      ...classicShared,
      id: 600,
      task: 6,
      category: { en: 'Provider Lifecycle', ja: 'プロバイダーのライフサイクル' },
      title: { en: `Provider "${name}" is Started.`, ja: `プロバイダー "${name}" は Started です。` },
      what: 'engine-start',
      body: 'list',
      fields: [
        text('name', name),
        text('state', 'Started'),
        text('details', (e, h, at) =>
          details(e, h, at, `\tProviderName=${name}\r\n\tNewProviderState=Started`),
        ),
      ],
    }),
  ),
  record(classic, 'powershell', {
    ...classicShared,
    id: 400,
    task: 4,
    category: lifecycle,
    title: {
      en: 'Engine state is changed from None to Available.',
      ja: 'エンジンの状態が None から Available に変更されました。',
    },
    what: 'engine-start',
    body: 'list',
    fields: engine,
  }),
  scriptBlock(3, e => suspicious.test(e.text)),
  scriptBlock(5, e => !suspicious.test(e.text)),
  record(operational, 'powershell', {
    ...shared,
    object,
    id: 4103,
    version: 1,
    task: 106,
    opcode: 20,
    category: { en: 'Executing Pipeline', ja: 'パイプラインを実行しています' },
    title: { en: 'Executing a command.', ja: 'コマンドを実行しています。' },
    what: 'command',
    fields: [
      text('ContextInfo', contextInfo),
      text('UserData', ''),
      text('Payload', e => invocation(e) + parameters(e)),
    ],
  }),
  record(classic, 'powershell', {
    ...classicShared,
    object,
    id: 800,
    task: 8,
    category: { en: 'Pipeline Execution Details', ja: 'パイプライン実行の詳細' },
    title: {
      en: 'Pipeline execution details for command line.',
      ja: 'コマンド ラインのパイプライン実行の詳細。',
    },
    what: 'command',
    body: 'list',
    fields: [
      text('command', e => e.text),
      text('details', (e, h, at) => details(e, h, at, '\tDetailSequence=1\r\n\tDetailTotal=1', true)),
      text('bindings', e => invocation(e) + parameters(e)),
    ],
  }),
  record(classic, 'process-end', {
    ...classicShared,
    id: 403,
    task: 4,
    category: lifecycle,
    title: {
      en: 'Engine state is changed from Available to Stopped.',
      ja: 'エンジンの状態が Available から Stopped に変更されました。',
    },
    when: (e: ProcessEnd) => /\\powershell\.exe$/i.test(e.process.image),
    body: 'list',
    fields: [
      text('state', 'Stopped'),
      text('before', 'Available'),
      text('details', (e, h, at) =>
        details(e, h, at, '\tNewEngineState=Stopped\r\n\tPreviousEngineState=Available'),
      ),
    ],
  }),
];

export const windowsPowerShell = windowsSource(
  {
    id: 'windows-powershell',
    title: { en: 'PowerShell logs', ja: 'PowerShell ログ' },
    summary: {
      en: 'Script blocks as they ran, decoded (4104), commands with parameters (4103), engine starts (400, 40961). Warnings (level 3) mark blocks PowerShell itself finds suspicious.',
      ja: '実行されたスクリプト ブロック（復号後、4104）、コマンドと引数（4103）、エンジンの起動（400、40961）。レベル 3 は PowerShell 自身が疑わしいと見たもの。',
    },
    reference: 'Microsoft, about_Logging_Windows (PowerShell 5.1)',
  },
  powerShellRecords,
);
