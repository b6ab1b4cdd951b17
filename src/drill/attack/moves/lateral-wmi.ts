// On to another host by WMI.
import type { Move } from '../operation.ts';
import { remoteParameters, remoteStart } from './remote-start.ts';

export const lateralWmi: Move = {
  id: 'lateral-wmi',
  title: { ja: 'WMI で別の端末へ移る', en: 'Moves on by WMI' },
  summary: {
    ja: '盗んだ権限で WMI により遠隔の端末でプログラムを起動する。',
    en: 'Starts a program on another host through WMI with stolen rights.',
  },
  parameters: remoteParameters,
  remote: true,
  *play(operation) {
    return yield* remoteStart(operation, 'dce_rpc', 'wmiprvse.exe', (_session, path, carrier) => ({
      parent: carrier,
      commandLine: path,
    }));
  },
};
