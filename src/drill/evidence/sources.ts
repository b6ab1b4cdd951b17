// Every evidence source of the simulated organisation, in the order exports list them. One folder each.

import { antivirus } from './antivirus/source.ts';
import { apacheAccess, apacheIntranet } from './apache/access.ts';
import { apacheError } from './apache/error.ts';
import { application } from './application/source.ts';
import { auditd } from './auditd/source.ts';
import { backup } from './backup/source.ts';
import { bind } from './bind/source.ts';
import { database } from './database/source.ts';
import { dhcp } from './dhcp/source.ts';
import { firewall } from './firewall/source.ts';
import { linuxAuth } from './linux-auth/source.ts';
import { plant } from './plant/source.ts';
import { postfix } from './postfix/source.ts';
import { radius } from './radius/source.ts';
import type { EvidenceSource } from './source.ts';
import { squid } from './squid/source.ts';
import { suricata } from './suricata/source.ts';
import { vpn } from './vpn/source.ts';
import { windowsApplication } from './windows-application/source.ts';
import { windowsDefender } from './windows-defender/source.ts';
import { windowsPowerShell } from './windows-powershell/source.ts';
import { windowsPrint } from './windows-print/source.ts';
import { windowsSecurity } from './windows-security/source.ts';
import { windowsSysmon } from './windows-sysmon/source.ts';
import { windowsSystem } from './windows-system/source.ts';
import { windowsTaskScheduler } from './windows-task-scheduler/source.ts';
import { zeekConn } from './zeek-conn/source.ts';
import { zeekDns } from './zeek-dns/source.ts';
import { zeekFiles } from './zeek-files/source.ts';
import { zeekHttp } from './zeek-http/source.ts';
import { zeekKerberos } from './zeek-kerberos/source.ts';
import { zeekSmbFiles, zeekSmbMapping } from './zeek-smb/source.ts';
import { zeekSsl } from './zeek-ssl/source.ts';

export const sources: readonly EvidenceSource[] = [
  windowsSecurity,
  windowsSystem,
  windowsApplication,
  windowsSysmon,
  windowsPowerShell,
  windowsTaskScheduler,
  windowsDefender,
  windowsPrint,
  squid,
  bind,
  postfix,
  apacheAccess,
  apacheIntranet,
  apacheError,
  firewall,
  dhcp,
  vpn,
  radius,
  zeekConn,
  zeekDns,
  zeekHttp,
  zeekSsl,
  zeekSmbMapping,
  zeekSmbFiles,
  zeekKerberos,
  zeekFiles,
  suricata,
  linuxAuth,
  auditd,
  database,
  application,
  backup,
  plant,
  antivirus,
];
