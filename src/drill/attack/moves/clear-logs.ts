// The event logs of a host are cleared; the clearing itself stays visible.
import { seconds } from '../../run/state.ts';
import { command } from '../../run/traces/process.ts';
import { done, type Move } from '../operation.ts';
import { castName, parameters } from './shared.ts';

export const clearLogs: Move = {
  id: 'clear-logs',
  title: { ja: 'ログを消す', en: 'Clears the logs' },
  summary: {
    ja: '足場の端末のイベントログを消去する。転送済みのログは残る。',
    en: 'Clears the event logs of the host; what was forwarded stays.',
  },
  parameters: parameters({ from: castName('Foothold') }),
  remote: true,
  *play(operation) {
    const { trail, from } = operation;
    for (const log of ['Security', 'System']) {
      command(trail, from.session, from.process, 'wevtutil.exe', `wevtutil cl ${log}`, 'High');
      trail.write({
        kind: 'system',
        at: trail.tick(),
        host: from.host,
        cause: trail.cause,
        what: 'log-cleared',
        detail: log,
        by: from.session,
      });
      yield seconds(2);
    }
    return done;
  },
};
