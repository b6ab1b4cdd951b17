// Everything administrators can do, explicitly, in the order the desk shows it. Add one: write its file, list it here, add
// its texts to content/messages.

import { askUser } from './ask-user.ts';
import { blockAddress } from './block-address.ts';
import { blockName } from './block-name.ts';
import { blockSender } from './block-sender.ts';
import { blockUrl } from './block-url.ts';
import { callBoss } from './call-boss.ts';
import { callCsirt } from './call-csirt.ts';
import { callPolice } from './call-police.ts';
import { callProvider } from './call-provider.ts';
import { callVendor } from './call-vendor.ts';
import { collectLogs } from './collect-logs.ts';
import { cutInternet } from './cut-internet.ts';
import { disableAccount } from './disable-account.ts';
import { isolateHost } from './isolate-host.ts';
import { isolateSegment } from './isolate-segment.ts';
import { notifyUsers } from './notify-users.ts';
import type { Action } from './order.ts';
import { patch } from './patch.ts';
import { publishStatement } from './publish-statement.ts';
import { raiseLogging } from './raise-logging.ts';
import { rebuildHost } from './rebuild-host.ts';
import { release } from './release.ts';
import { resetPassword } from './reset-password.ts';
import { restore } from './restore.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { revokeTickets } from './revoke-tickets.ts';
import { scanHost } from './scan-host.ts';
import { takeImage } from './take-image.ts';
import { takeMemory } from './take-memory.ts';

export const actionList: readonly Action[] = [
  blockName,
  blockAddress,
  blockUrl,
  blockSender,
  cutInternet,
  isolateHost,
  isolateSegment,
  scanHost,
  disableAccount,
  resetPassword,
  revokeTickets,
  revokeSessions,
  takeImage,
  takeMemory,
  collectLogs,
  raiseLogging,
  patch,
  restore,
  rebuildHost,
  release,
  askUser,
  notifyUsers,
  callBoss,
  callCsirt,
  callVendor,
  callProvider,
  callPolice,
  publishStatement,
];

export const actions: ReadonlyMap<string, Action> = new Map(actionList.map(action => [action.id, action]));
