// Programs people and machines run: paths, makers and what version resources say of them.

export interface Program {
  /** Full path; `~` stands for the user's profile folder. */
  image: string;
  company: string;
  description: string;
  /** Arguments after the path; `{file}` is what it opens, `{n}` a number. */
  arguments: string;
  /** How the command line names it, where that is not its path in quotes. */
  bare?: string;
}

export const system32 = (name: string): string => `C:\\Windows\\System32\\${name}`;

const microsoft = 'Microsoft Corporation';
const of = (image: string, company: string, description: string, arguments_ = ''): Program => ({
  image,
  company,
  description,
  arguments: arguments_,
});
const windows = (name: string, description: string, arguments_ = ''): Program =>
  of(system32(name), microsoft, description, arguments_);
const office = (name: string, description: string, arguments_ = ''): Program =>
  of(`C:\\Program Files\\Microsoft Office\\root\\Office16\\${name}`, microsoft, description, arguments_);

export const explorer = of('C:\\Windows\\explorer.exe', microsoft, 'Windows Explorer');
export const userinit = windows('userinit.exe', 'Userinit Logon Application');
export const mailer = office('OUTLOOK.EXE', 'Microsoft Outlook');
export const word = office('WINWORD.EXE', 'Microsoft Word', ' /n "{file}" /o ""');
export const excel = office('EXCEL.EXE', 'Microsoft Excel', ' "{file}"');
export const powerpoint = office('POWERPNT.EXE', 'Microsoft PowerPoint', ' "{file}" /ou ""');
export const pdfReader = of(
  'C:\\Program Files\\Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe',
  'Adobe Systems Incorporated',
  'Adobe Acrobat',
  ' "{file}"',
);
export const edge = of(
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  microsoft,
  'Microsoft Edge',
  ' --no-startup-window --win-session-start',
);
export const chrome = of(
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'Google LLC',
  'Google Chrome',
);
export const notepad = windows('notepad.exe', 'Notepad', ' {file}');
export const archiver = of(
  'C:\\Program Files\\7-Zip\\7zFM.exe',
  'Igor Pavlov',
  '7-Zip File Manager',
  ' "{file}"',
);
export const cmd = windows('cmd.exe', 'Windows Command Processor', ' {file}');
export const powershell = of(
  system32('WindowsPowerShell\\v1.0\\powershell.exe'),
  microsoft,
  'Windows PowerShell',
  ' {file}',
);

const tools: Record<string, string> = {
  'net.exe': 'Net Command',
  'ipconfig.exe': 'IP Configuration Utility',
  'PING.EXE': 'TCP/IP Ping Command',
  'nslookup.exe': 'nslookup',
  'tracert.exe': 'TCP/IP Traceroute Command',
  'NETSTAT.EXE': 'TCP/IP Netstat Command',
  'tasklist.exe': 'Lists the current running tasks',
  'gpresult.exe': 'Query Group Policy RSOP Data',
  'gpupdate.exe': 'Microsoft® Group Policy Update Utility',
  'hostname.exe': 'Hostname APP',
  'query.exe': 'MultiUser Query Utility',
  'systeminfo.exe': 'Displays system information',
  'whoami.exe': 'whoami - displays logged on user information',
  'sc.exe': 'Service Control Manager Configuration Tool',
  'schtasks.exe': 'Task Scheduler Configuration Tool',
  'nltest.exe': 'Microsoft® Logon Server Test Utility',
};
const known = new Map<string, Program>();

/** A command-line tool of Windows, as typed: by name alone. */
export function windowsTool(name: string): Program {
  let program = known.get(name);
  if (!program) {
    program = { ...windows(name, tools[name] ?? name), bare: name.toLowerCase().replace('.exe', '') };
    known.set(name, program);
  }
  return program;
}

/** Started by the shell at logon, in this order. */
export const atLogon: readonly Program[] = [
  of('C:\\Windows\\System32\\SecurityHealthSystray.exe', microsoft, 'Windows Security notification icon'),
  of('~\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe', microsoft, 'Microsoft OneDrive', ' /background'),
  of(
    '~\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe',
    microsoft,
    'Microsoft Teams',
    ' --process-start-args "--system-initiated"',
  ),
  windows('ctfmon.exe', 'CTF Loader'),
];

/** What browsers start by themselves. */
export const browserChildren: readonly string[] = [
  ' --type=renderer --lang=ja --device-scale-factor=1 --num-raster-threads=4 --renderer-client-id={n} --time-ticks-at-unix-epoch=-{n}',
  ' --type=renderer --extension-process --lang=ja --renderer-client-id={n}',
  ' --type=utility --utility-sub-type=network.mojom.NetworkService --lang=ja --service-sandbox-type=none',
  ' --type=utility --utility-sub-type=storage.mojom.StorageService --lang=ja --service-sandbox-type=service',
  ' --type=gpu-process --gpu-preferences=UAAAAAAAAADgAAAEAAAAAAAAAAAAAAAAAABgAAEAAAA4AAAAAAAAAAAAAAAAAAAA',
];

/** What people start now and then from the shell. */
export const smallTools: readonly Program[] = [
  windows('SnippingTool.exe', 'Snipping Tool'),
  windows('calc.exe', 'Windows Calculator'),
  windows('mspaint.exe', 'Paint'),
  notepad,
  windows('mstsc.exe', 'Remote Desktop Connection'),
  windows('control.exe', 'Windows Control Panel', ' printers'),
  archiver,
];

/** What starts a program of the system: a part of Windows that is always there, see `systemTree`. */
export type Starter = 'services' | 'schedule' | 'dcom' | 'policy' | 'indexer' | 'defender';

/** A program Windows or an updater runs by itself. */
export interface Chore {
  program: Program;
  starter: Starter;
  /** Account of the system it runs as; SYSTEM when absent. */
  as?: 'LOCAL SERVICE' | 'NETWORK SERVICE';
  /** Has a console, so a console host stands beside it. */
  console?: true;
}

const service = (arguments_: string, as?: Chore['as']): Chore => ({
  program: {
    ...windows('svchost.exe', 'Host Process for Windows Services', arguments_),
    bare: 'C:\\Windows\\system32\\svchost.exe',
  },
  starter: 'services',
  ...(as ? { as } : {}),
});
const chore = (starter: Starter, program: Program, more: Pick<Chore, 'as' | 'console'> = {}): Chore => ({
  starter,
  program,
  ...more,
});

export const consoleHost: Program = {
  ...windows('conhost.exe', 'Console Window Host', ' 0xffffffff -ForceV1'),
  bare: '\\??\\C:\\Windows\\system32\\conhost.exe',
};
const wmiHost = chore(
  'dcom',
  {
    ...windows('wbem\\WmiPrvSE.exe', 'WMI Provider Host', ' -secured -Embedding'),
    bare: 'C:\\Windows\\system32\\wbem\\wmiprvse.exe',
  },
  { as: 'NETWORK SERVICE' },
);
const comSurrogate = chore('dcom', {
  ...windows('dllhost.exe', 'COM Surrogate', ' /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}'),
  bare: 'C:\\Windows\\system32\\DllHost.exe',
});
const policyUpdate = chore(
  'policy',
  windows('gpupdate.exe', 'Microsoft® Group Policy Update Utility', ' /target:computer'),
  { console: true },
);
const taskHost = chore('schedule', {
  ...windows('taskhostw.exe', 'Host Process for Windows Tasks'),
  bare: 'taskhostw.exe',
});
const protectionPlatform = 'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26030.8-0\\';
export const defenderService = `${protectionPlatform}MsMpEng.exe`;
const signatures = chore(
  'defender',
  of(
    `${protectionPlatform}MpCmdRun.exe`,
    microsoft,
    'Microsoft Malware Protection Command Line Utility',
    ' SignatureUpdate -ScheduleJob -RestrictPrivileges',
  ),
  { console: true },
);
const licences = chore('services', {
  ...windows('sppsvc.exe', 'Microsoft Software Protection Platform Service'),
  bare: 'C:\\Windows\\system32\\sppsvc.exe',
});
const componentStore = chore('dcom', {
  ...of(
    'C:\\Windows\\WinSxS\\amd64_microsoft-windows-servicingstack_31bf3856ad364e35_10.0.22621.3527_none_e94132b8b8e02a0e\\TiWorker.exe',
    microsoft,
    'Windows Modules Installer Worker',
    ' -Embedding',
  ),
  bare: 'C:\\Windows\\winsxs\\amd64_microsoft-windows-servicingstack_31bf3856ad364e35_10.0.22621.3527_none_e94132b8b8e02a0e\\TiWorker.exe',
});
const installerService = chore('services', {
  ...of('C:\\Windows\\servicing\\TrustedInstaller.exe', microsoft, 'Windows Modules Installer'),
  bare: 'C:\\Windows\\servicing\\TrustedInstaller.exe',
});

/** Housekeeping of Windows and of updaters on every PC, each started by what really starts it. */
export const housekeeping: readonly Chore[] = [
  service(' -k netsvcs -p -s wlidsvc'),
  service(' -k wsappx -p -s AppXSvc'),
  service(' -k LocalServiceNetworkRestricted -s RmSvc', 'LOCAL SERVICE'),
  chore('schedule', windows('CompatTelRunner.exe', 'Microsoft Compatibility Telemetry'), { console: true }),
  taskHost,
  chore(
    'indexer',
    windows(
      'SearchProtocolHost.exe',
      'Microsoft Windows Search Protocol Host',
      ' Global\\UsGthrFltPipeMssGthrPipe{n}_ Global\\UsGthrCtrlFltPipeMssGthrPipe{n} 1 -2147483646 "Software\\Microsoft\\Windows Search" "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT; MS Search 4.0 Robot)" "C:\\ProgramData\\Microsoft\\Search\\Data\\Temp\\usgthrsvc" "DownLevelDaemon"',
    ),
  ),
  chore(
    'indexer',
    windows('SearchFilterHost.exe', 'Microsoft Windows Search Filter Host', ' 0 {n} {n} {n} 8192 {n} {n}'),
  ),
  wmiHost,
  policyUpdate,
  ...[
    'C:\\Windows\\system32\\PcaSvc.dll,PcaPatchSdbTask',
    'dfdts.dll,DfdGetDefaultPolicyAndSMART',
    'Startupscan.dll,SusRunTask',
  ].map(task =>
    chore('schedule', {
      ...windows('rundll32.exe', 'Windows host process (Rundll32)', ` ${task}`),
      bare: 'C:\\Windows\\system32\\rundll32.exe',
    }),
  ),
  chore('schedule', windows('MusNotification.exe', 'MusNotification.exe', ' Display')),
  chore('schedule', windows('usoclient.exe', 'UsoClient', ' StartScan'), { console: true }),
  comSurrogate,
  signatures,
  chore(
    'schedule',
    of(
      'C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe',
      'Google LLC',
      'Google Installer',
      ' /ua /installsource scheduler',
    ),
  ),
  chore(
    'schedule',
    of(
      'C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe',
      microsoft,
      'Microsoft Edge Update',
      ' /ua /installsource scheduler',
    ),
  ),
  chore(
    'schedule',
    of(
      'C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe',
      'Adobe Systems Incorporated',
      'Adobe Reader and Acrobat Manager',
    ),
  ),
];

/** Housekeeping of Windows servers. */
export const serverHousekeeping: readonly Chore[] = [
  taskHost,
  wmiHost,
  policyUpdate,
  comSurrogate,
  signatures,
  licences,
  componentStore,
  installerService,
];
