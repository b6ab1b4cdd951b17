// Every habit of everyday life, in the order it is lived; the order changes nothing but which of two simultaneous lines is first.

import { publicMembers } from './background/members.ts';
import { scans } from './background/scans.ts';
import { spam } from './background/spam.ts';
import { robots, visitors } from './background/visitors.ts';
import type { Behaviour } from './behaviour.ts';
import { inventory } from './machines/inventory.ts';
import { pcClock, pcLeases, pcNames, pcTelemetry } from './machines/pc-network.ts';
import { pcSettings } from './machines/pc-settings.ts';
import { pcHousekeeping, pcPolicy, pcProtection, pcTasks, pcTroubles } from './machines/pcs.ts';
import { plant } from './machines/plant.ts';
import { deployment, inventoryScripts, maintenance, remoteHelp } from './oddities/administration.ts';
import { newAccounts, oldTickets } from './oddities/directory.ts';
import { browserProbes, nightUpload, oddNames, steadyPolls } from './oddities/outside.ts';
import {
  collecting,
  helpers,
  macroWorkbooks,
  stalePasswords,
  travel,
  unwantedSoftware,
} from './oddities/people.ts';
import { vulnerabilityScan } from './oddities/vulnerability-scan.ts';
import { applications } from './people/applications.ts';
import { consoles, logonScripts } from './people/commands.ts';
import { files } from './people/files.ts';
import { loggingOn } from './people/logging-on.ts';
import { mailReceived, mailWritten } from './people/mail.ts';
import { mistypes, passwordChanges } from './people/passwords.ts';
import { phones } from './people/phones.ts';
import { prints } from './people/prints.ts';
import { savedFiles } from './people/saved-files.ts';
import { tools } from './people/tools.ts';
import { usb } from './people/usb.ts';
import { vpn } from './people/vpn.ts';
import { web } from './people/web.ts';
import { cron, linuxAdministration, packageLists, timers } from './servers/linux.ts';
import { backups, clocks, monitoring, updates } from './servers/operations.ts';
import { replication, serverHousekeepingBehaviour, serviceLogons } from './servers/windows.ts';

export const behaviours: readonly Behaviour[] = [
  loggingOn,
  vpn,
  web,
  mailWritten,
  mailReceived,
  files,
  applications,
  prints,
  tools,
  savedFiles,
  logonScripts,
  consoles,
  mistypes,
  passwordChanges,
  phones,
  usb,
  pcHousekeeping,
  pcPolicy,
  pcNames,
  pcTelemetry,
  pcClock,
  pcTasks,
  pcSettings,
  pcLeases,
  pcProtection,
  pcTroubles,
  inventory,
  plant,
  serverHousekeepingBehaviour,
  replication,
  serviceLogons,
  cron,
  timers,
  linuxAdministration,
  packageLists,
  backups,
  monitoring,
  updates,
  clocks,
  visitors,
  publicMembers,
  robots,
  scans,
  spam,
  vulnerabilityScan,
  inventoryScripts,
  remoteHelp,
  deployment,
  newAccounts,
  maintenance,
  oldTickets,
  steadyPolls,
  oddNames,
  browserProbes,
  nightUpload,
  macroWorkbooks,
  stalePasswords,
  collecting,
  travel,
  unwantedSoftware,
  helpers,
];
