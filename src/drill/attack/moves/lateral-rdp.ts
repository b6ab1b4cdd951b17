// On to another host by remote desktop.

import { desktop } from '../../run/traces/process.ts';
import type { Move } from '../operation.ts';
import { remoteParameters, remoteStart } from './remote-start.ts';

export const lateralRdp: Move = {
  id: 'lateral-rdp',
  title: { ja: 'リモートデスクトップで別の端末へ移る', en: 'Moves on by remote desktop' },
  summary: {
    ja: '盗んだアカウントで遠隔から画面にログオンする。',
    en: 'Logs on to the screen of another host with a stolen account.',
  },
  parameters: remoteParameters,
  remote: true,
  *play(operation) {
    return yield* remoteStart(operation, 'rdp', 'rdpclip.exe', (session, path) => ({
      parent: desktop(operation.trail, session),
      commandLine: `"${path}"`,
    }));
  },
};
