// Programs people and machines run: paths, makers and what version resources say of them.

export interface Program {
  /** Full path; `~` stands for the user's profile folder. */
  image: string;
  company: string;
  description: string;
  /** Arguments after the quoted path; `{file}` is what it opens, `{n}` a number. */
  arguments: string;
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

/** Housekeeping of Windows and of updaters on every PC; run as SYSTEM. */
export const housekeeping: readonly Program[] = [
  windows('svchost.exe', 'Host Process for Windows Services', ' -k netsvcs -p -s wlidsvc'),
  windows('svchost.exe', 'Host Process for Windows Services', ' -k wsappx -p -s AppXSvc'),
  windows('svchost.exe', 'Host Process for Windows Services', ' -k LocalServiceNetworkRestricted -s RmSvc'),
  windows(
    'backgroundTaskHost.exe',
    'Background Task Host',
    ' -ServerName:BackgroundTaskHost.WebAccountProvider',
  ),
  windows('taskhostw.exe', 'Host Process for Windows Tasks'),
  windows(
    'SearchProtocolHost.exe',
    'Microsoft Windows Search Protocol Host',
    ' Global\\UsGthrFltPipeMssGthrPipe{n}_ Global\\UsGthrCtrlFltPipeMssGthrPipe{n} 1 -2147483646 "Software\\Microsoft\\Windows Search" "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT; MS Search 4.0 Robot)" "C:\\ProgramData\\Microsoft\\Search\\Data\\Temp\\usgthrsvc" "DownLevelDaemon"',
  ),
  windows('SearchFilterHost.exe', 'Microsoft Windows Search Filter Host', ' 0 {n} {n} {n} 8192 {n} {n}'),
  windows('wbem\\WmiPrvSE.exe', 'WMI Provider Host', ' -secured -Embedding'),
  windows('conhost.exe', 'Console Window Host', ' 0xffffffff -ForceV1'),
  windows('gpupdate.exe', 'Microsoft® Group Policy Update Utility', ' /target:computer'),
  windows('MusNotification.exe', 'MusNotification.exe', ' Display'),
  windows('usoclient.exe', 'UsoClient', ' StartScan'),
  windows('dllhost.exe', 'COM Surrogate', ' /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}'),
  of(
    'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26030.8-0\\MpCmdRun.exe',
    microsoft,
    'Microsoft Malware Protection Command Line Utility',
    ' SignatureUpdate -ScheduleJob -RestrictPrivileges',
  ),
  of(
    'C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe',
    'Google LLC',
    'Google Installer',
    ' /ua /installsource scheduler',
  ),
  of(
    'C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe',
    microsoft,
    'Microsoft Edge Update',
    ' /ua /installsource scheduler',
  ),
  of(
    'C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe',
    'Adobe Systems Incorporated',
    'Adobe Reader and Acrobat Manager',
    ' /Svc',
  ),
];

/** Housekeeping of Windows servers. */
export const serverHousekeeping: readonly Program[] = [
  housekeeping[4]!,
  housekeeping[7]!,
  housekeeping[8]!,
  housekeeping[9]!,
  housekeeping[12]!,
  housekeeping[13]!,
  windows('ServerManager.exe', 'Server Manager'),
  windows('sppsvc.exe', 'Microsoft Software Protection Platform Service'),
  windows('TiWorker.exe', 'Windows Modules Installer Worker', ' -Embedding'),
];
