// Everything administrators can do, explicitly. Add one: write its file, list it here, add its texts to content/messages.
import { blockAddress } from './block-address.ts';
import { blockName } from './block-name.ts';
import { isolateHost } from './isolate-host.ts';
import type { Action } from './order.ts';
import { resetPassword } from './reset-password.ts';
import { scanHost } from './scan-host.ts';
import { takeImage } from './take-image.ts';

export const actionList: readonly Action[] = [
  blockName,
  blockAddress,
  isolateHost,
  resetPassword,
  scanHost,
  takeImage,
];

export const actions: ReadonlyMap<string, Action> = new Map(actionList.map(action => [action.id, action]));
