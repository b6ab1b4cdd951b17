// Which events a rule's log source means. Windows: channel and provider and event ids, never an event id alone. Other logs: the
// channel their reader gives (`logs/`), which is the category or product and service of the taxonomy.

export interface Source {
  channel: string;
  /** Any provider of the channel when absent. */
  provider?: string;
  /** Any id when absent. */
  ids?: readonly string[];
  /** Names of fields in rules → names in these events, where they differ. */
  alias?: Readonly<Record<string, string>>;
}
export interface LogSource {
  product?: string;
  category?: string;
  service?: string;
}

const sysmon = (...ids: number[]): Source => ({
  channel: 'Microsoft-Windows-Sysmon/Operational',
  provider: 'Microsoft-Windows-Sysmon',
  ids: ids.map(String),
});
const audit = (id: number, alias: Record<string, string>): Source => ({
  channel: 'Security',
  provider: 'Microsoft-Windows-Security-Auditing',
  ids: [String(id)],
  alias,
});
const powershell = (id: number): Source => ({
  channel: 'Microsoft-Windows-PowerShell/Operational',
  provider: 'Microsoft-Windows-PowerShell',
  ids: [String(id)],
});
const classic = (id: number): Source => ({
  channel: 'Windows PowerShell',
  provider: 'PowerShell',
  ids: [String(id)],
});

const categories: Readonly<Record<string, readonly Source[]>> = {
  process_creation: [
    sysmon(1),
    audit(4688, {
      Image: 'NewProcessName',
      ParentImage: 'ParentProcessName',
      IntegrityLevel: 'MandatoryLabel',
      User: 'SubjectUserName',
      LogonId: 'SubjectLogonId',
    }),
  ],
  file_change: [sysmon(2)],
  network_connection: [
    sysmon(3),
    audit(5156, {
      Image: 'Application',
      SourceIp: 'SourceAddress',
      DestinationIp: 'DestAddress',
      DestinationPort: 'DestPort',
    }),
  ],
  sysmon_status: [sysmon(4, 16)],
  process_termination: [sysmon(5)],
  driver_load: [sysmon(6)],
  image_load: [sysmon(7)],
  create_remote_thread: [sysmon(8)],
  raw_access_thread: [sysmon(9)],
  process_access: [sysmon(10)],
  file_event: [sysmon(11)],
  registry_add: [sysmon(12)],
  registry_delete: [sysmon(12)],
  registry_set: [sysmon(13)],
  registry_rename: [sysmon(14)],
  registry_event: [sysmon(12, 13, 14)],
  create_stream_hash: [sysmon(15)],
  pipe_created: [sysmon(17, 18)],
  wmi_event: [sysmon(19, 20, 21)],
  dns_query: [sysmon(22)],
  file_delete: [sysmon(23, 26)],
  clipboard_change: [sysmon(24)],
  process_tampering: [sysmon(25)],
  file_block_executable: [sysmon(27)],
  file_executable_detected: [sysmon(29)],
  ps_module: [powershell(4103)],
  ps_script: [powershell(4104)],
  ps_classic_start: [classic(400)],
  ps_classic_provider_start: [classic(600)],
};

const operational = (name: string): Source => ({ channel: `Microsoft-Windows-${name}/Operational` });
const services: Readonly<Record<string, readonly Source[]>> = {
  security: [{ channel: 'Security' }],
  system: [{ channel: 'System' }],
  application: [{ channel: 'Application' }],
  sysmon: [operational('Sysmon')],
  powershell: [operational('PowerShell')],
  'powershell-classic': [{ channel: 'Windows PowerShell' }],
  taskscheduler: [operational('TaskScheduler')],
  windefend: [operational('Windows Defender')],
  wmi: [operational('WMI-Activity')],
  ntlm: [operational('NTLM')],
  'dns-client': [operational('DNS-Client')],
  'dns-server': [{ channel: 'DNS Server' }],
  'dns-server-analytic': [{ channel: 'Microsoft-Windows-DNS-Server/Analytical' }],
  'driver-framework': [{ channel: 'Microsoft-Windows-DriverFrameworks-UserMode/Operational' }],
  'firewall-as': [{ channel: 'Microsoft-Windows-Windows Firewall With Advanced Security/Firewall' }],
  'bits-client': [operational('Bits-Client')],
  'codeintegrity-operational': [operational('CodeIntegrity')],
  applocker: ['MSI and Script', 'EXE and DLL', 'Packaged app-Deployment', 'Packaged app-Execution'].map(
    name => ({ channel: `Microsoft-Windows-AppLocker/${name}` }),
  ),
  'appxdeployment-server': [operational('AppXDeploymentServer')],
  'appxpackaging-om': [operational('AppxPackaging')],
  'appmodel-runtime': [{ channel: 'Microsoft-Windows-AppModel-Runtime/Admin' }],
  capi2: [operational('CAPI2')],
  'certificateservicesclient-lifecycle-system': [operational('CertificateServicesClient-Lifecycle-System')],
  'diagnosis-scripted': [operational('Diagnosis-Scripted')],
  'iis-configuration': [operational('IIS-Configuration')],
  ldap: [{ channel: 'Microsoft-Windows-LDAP-Client/Debug' }],
  'lsa-server': [operational('LSA')],
  'microsoft-servicebus-client': [{ channel: 'Microsoft-ServiceBus-Client' }],
  'msexchange-management': [{ channel: 'MSExchange Management' }],
  openssh: [{ channel: 'OpenSSH/Operational' }],
  'printservice-admin': [{ channel: 'Microsoft-Windows-PrintService/Admin' }],
  'printservice-operational': [operational('PrintService')],
  'security-mitigations': ['Kernel Mode', 'User Mode'].map(name => ({
    channel: `Microsoft-Windows-Security-Mitigations/${name}`,
  })),
  'shell-core': [operational('Shell-Core')],
  'smbclient-connectivity': [{ channel: 'Microsoft-Windows-SmbClient/Connectivity' }],
  'smbclient-security': [{ channel: 'Microsoft-Windows-SmbClient/Security' }],
  'smbserver-connectivity': [{ channel: 'Microsoft-Windows-SMBServer/Connectivity' }],
  'terminalservices-localsessionmanager': [operational('TerminalServices-LocalSessionManager')],
};

/** Logs of no product or of Linux, as `category` or `service`; the channel is what readers of lines name their events by. */
const neutral: Readonly<Record<string, readonly Source[]>> = {
  proxy: [{ channel: 'proxy' }],
  webserver: [{ channel: 'webserver' }],
  dns: [{ channel: 'dns' }],
  firewall: [{ channel: 'firewall' }],
  antivirus: [{ channel: 'antivirus' }],
  database: [{ channel: 'database' }],
  apache: [{ channel: 'apache' }],
};
const programs = (...names: string[]): readonly Source[] =>
  names.map(provider => ({ channel: 'linux', provider }));
const linux: Readonly<Record<string, readonly Source[]>> = {
  process_creation: [{ channel: 'linux-process_creation' }],
  file_event: [{ channel: 'linux-file_event' }],
  network_connection: [{ channel: 'linux-network_connection' }],
  auditd: [{ channel: 'auditd' }],
  syslog: [{ channel: 'linux' }],
  sshd: programs('sshd'),
  sudo: programs('sudo'),
  cron: programs('cron', 'crond'),
  auth: programs('sshd', 'sudo', 'su', 'login', 'cron', 'systemd-logind', 'useradd', 'usermod', 'passwd'),
  // Every log of the system.
  '': [{ channel: 'linux' }, { channel: 'auditd' }],
};
/** Names of the category proxy that some rules for Zeek use. */
const zeekAlias = {
  'c-uri': 'uri',
  'c-useragent': 'user_agent',
  'cs-method': 'method',
  'cs-host': 'host',
} as const;

const own = (table: Readonly<Record<string, readonly Source[]>>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** The events of a log source; undefined when we have no such events (the rule is then dormant, not wrong). */
export function sourcesOf({ product, category, service }: LogSource): readonly Source[] | undefined {
  const name = category ?? service;
  if (product === 'linux') return own(linux, name ?? '');
  if (name === undefined) return undefined;
  if (product === 'zeek')
    return category === undefined ? [{ channel: `zeek-${name}`, alias: zeekAlias }] : undefined;
  if (product === 'windows') return own(category === undefined ? services : categories, name);
  if (product !== undefined) return undefined;
  // Categories such as process_creation are of every system: without a product they are not mapped.
  return own(neutral, name) ?? (category === undefined ? own(services, name) : undefined);
}
