// On to another host by Windows remote management.

import { script } from '../../run/traces/process.ts';
import type { Move } from '../operation.ts';
import { remoteParameters, remoteStart } from './remote-start.ts';

export const lateralWinrm: Move = {
  id: 'lateral-winrm',
  title: { ja: 'WinRM で別の端末へ移る', en: 'Moves on by WinRM' },
  summary: {
    ja: '盗んだ権限で PowerShell の遠隔実行を使う。',
    en: 'Uses PowerShell remoting with stolen rights.',
  },
  parameters: remoteParameters,
  remote: true,
  *play(operation) {
    return yield* remoteStart(operation, 'winrm', 'wsmprovhost.exe', (session, path, carrier) => {
      script(operation.trail, session, carrier, `Start-Process ${path}`);
      return { parent: carrier, commandLine: `"${path}"` };
    });
  },
};
