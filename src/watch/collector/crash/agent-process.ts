// An agent in a process of its own, to be killed: its source numbers events from 1 under a name of its own.
import type { Event } from '#model/event/event.ts';
import { systemRandom, uuidv7 } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { runAgent } from '../../agent/run.ts';
import type { AgentSource } from '../../agent/source.ts';

const [dir, token, perSecond] = process.argv.slice(2) as [string, string, string];
const session = `agent-${process.pid}-${Date.now()}`;
const tick = 20;

const source: AgentSource = {
  stream: 'honeypot.crash',
  async start(emit) {
    let record = 0;
    const timer = setInterval(() => {
      for (let index = 0; index < (Number(perSecond) * tick) / 1_000; index++) {
        const event: Event = {
          '@timestamp': Date.now(),
          'event.id': uuidv7(Date.now()),
          'event.module': 'honeypot',
          'event.dataset': 'honeypot.crash',
          'source.ip': '192.0.2.1',
          'hinomi.session': session,
          'hinomi.record': ++record,
        };
        emit(event);
      }
    }, tick);
    return { stop: async () => clearInterval(timer) };
  },
};

const agent = await runAgent(
  { dir, token },
  { version: 'crash', clock: systemClock, random: systemRandom, sources: [source], log: () => {} },
);
process.on('message', async () => {
  await agent.stop(20_000);
  process.send!({ stopped: agent.status() });
  process.disconnect();
});
process.send!({ ready: true });
