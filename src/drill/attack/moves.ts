// Every move of the attacker, explicitly. Add one: write its file, list it here, use it in a scenario.
import { accountAbuse } from './moves/account-abuse.ts';
import { clearLogs } from './moves/clear-logs.ts';
import { cmsLogin } from './moves/cms-login.ts';
import { collect } from './moves/collect.ts';
import { credentialDump } from './moves/credential-dump.ts';
import { databaseExport } from './moves/database-export.ts';
import { dcsync } from './moves/dcsync.ts';
import { deface } from './moves/deface.ts';
import { discover } from './moves/discover.ts';
import { exfiltrate } from './moves/exfiltrate.ts';
import { fakePage } from './moves/fake-page.ts';
import { flood } from './moves/flood.ts';
import { goldenTicket } from './moves/golden-ticket.ts';
import { kerberoast } from './moves/kerberoast.ts';
import { lateralRdp } from './moves/lateral-rdp.ts';
import { lateralService } from './moves/lateral-service.ts';
import { lateralWinrm } from './moves/lateral-winrm.ts';
import { lateralWmi } from './moves/lateral-wmi.ts';
import { listLogin } from './moves/list-login.ts';
import { newAccount } from './moves/new-account.ts';
import { openAttachment } from './moves/open-attachment.ts';
import { passwordSpray } from './moves/password-spray.ts';
import { persist } from './moves/persist.ts';
import { phishingMail } from './moves/phishing-mail.ts';
import { plantWrite } from './moves/plant-write.ts';
import { remotePosting } from './moves/remote-posting.ts';
import { usbWorm } from './moves/usb-worm.ts';
import { vpnEntry } from './moves/vpn-entry.ts';
import { wateringHole } from './moves/watering-hole.ts';
import { webBackdoor } from './moves/web-backdoor.ts';
import { webExploit } from './moves/web-exploit.ts';
import { webScan } from './moves/web-scan.ts';
import { wipe } from './moves/wipe.ts';
import { wiperDeploy } from './moves/wiper-deploy.ts';
import type { Move } from './operation.ts';

const all: readonly Move[] = [
  accountAbuse,
  clearLogs,
  cmsLogin,
  collect,
  credentialDump,
  databaseExport,
  dcsync,
  deface,
  discover,
  exfiltrate,
  fakePage,
  flood,
  goldenTicket,
  kerberoast,
  lateralRdp,
  lateralService,
  lateralWinrm,
  lateralWmi,
  listLogin,
  newAccount,
  openAttachment,
  passwordSpray,
  persist,
  phishingMail,
  plantWrite,
  remotePosting,
  usbWorm,
  vpnEntry,
  wateringHole,
  webBackdoor,
  webExploit,
  webScan,
  wipe,
  wiperDeploy,
];

export const moves: ReadonlyMap<string, Move> = new Map(all.map(move => [move.id, move]));
