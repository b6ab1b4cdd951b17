// What the organisation's hosts are told to record: one place for audit policy and Sysmon's configuration. The world may
// hold more than its logs show, as in life.
import type { HostFacts } from './host.ts';

/**
 * Audit policy of the domain (group policy), after common Japanese guidance for log retention:
 * - all Windows hosts: logon, logoff, special logon, account and group management, process creation with its command
 *   line, process termination, security system extension, audit policy change, other object access (tasks), registry
 *   with audited keys, kernel objects with the audit entry Windows puts on lsass, plug and play, rule-level firewall
 *   changes, file share;
 * - servers: detailed file share, filtering platform connection, file system on audited folders;
 * - domain controllers: Kerberos, credential validation, directory service access and changes.
 * Not recorded: handle manipulation, privilege use, filtering platform packets, group membership at logon.
 */
export const auditPolicy = {
  detailedShare: (host: HostFacts): boolean => host.server,
  connections: (host: HostFacts): boolean => host.server,
  files: (host: HostFacts): boolean => host.server,
  directory: (host: HostFacts): boolean => host.domainController,
  /** Keys that carry an audit entry: what starts programs, the authority's settings, policies. */
  registryKey: (key: string): boolean => auditedKeys.test(key),
  /** Programs whose opening is audited. */
  process: (image: string): boolean => lsass.test(image),
};
const auditedKeys =
  /\\(Run|RunOnce|RunServices|Winlogon|Image File Execution Options|Services\\[^\\]+|Lsa|SecurityProviders\\WDigest|Terminal Server|Windows Defender|Policies\\.+)(\\|$)/i;
const lsass = /\\lsass\.exe$/i;

/** Sysmon's configuration: what its filters let through beside what it records of everything. */
export const sysmonPolicy = {
  /** Deleted files it keeps a copy of (event 23); of others it only says so (event 26). */
  archives: (path: string): boolean => executable.test(path) || script.test(path),
  /** New files worth a record: programs, scripts, documents with macros, archives, shortcuts, and the start-up folders. */
  created: (path: string): boolean =>
    executable.test(path) || script.test(path) || container.test(path) || startup.test(path),
  executable: (path: string): boolean => executable.test(path),
  /** Browsers, whose connections to the proxy it leaves out. */
  browser: (image: string): boolean => browsers.test(image),
};
const browsers = /^C:\\Program Files( \(x86\))?\\.*\\(msedge|chrome)\.exe$/;
const executable = /\.(exe|dll|sys|scr|cpl|ocx|msi|com)$/i;
const script = /\.(ps1|psm1|bat|cmd|vbs|vbe|js|jse|wsf|hta|lnk|url|sct|inf|reg)$/i;
const container =
  /\.(docm|xlsm|pptm|docx?|xlsx?|zip|7z|rar|iso|img|vhdx?|cab|jar|aspx?|php|jsp|kirbi|dmp|tmp)$/i;
const startup = /\\(Startup|Tasks|Temp|Public|ProgramData|Downloads)\\/i;
