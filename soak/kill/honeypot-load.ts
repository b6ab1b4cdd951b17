// Visitors of the HTTP honeypot: each request has a number in its path, and its time is kept when it was answered.
import { request } from 'node:http';
import { pause } from '../run.ts';

export interface HoneypotLoad {
  /** Numbers that were answered, with the time of the answer. */
  answered: ReadonlyMap<number, number>;
  unanswered(): number;
  stop(): Promise<void>;
}

export const honeypotPath = '/soak-visit/';

const visit = (port: number, number: number): Promise<boolean> =>
  new Promise(resolve => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: `${honeypotPath}${number}`,
        // Many visitors: a single one has a budget of events a minute.
        localAddress: `127.0.1.${1 + (number % 200)}`,
        agent: false,
        timeout: 3_000,
      },
      response => {
        response.resume();
        response.on('end', () => resolve(true));
        response.on('error', () => resolve(false));
      },
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(false));
    sent.end();
  });

export function startHoneypotLoad(port: number, perSecond: number): HoneypotLoad {
  const answered = new Map<number, number>();
  let unanswered = 0;
  let running = true;
  const loop = (async () => {
    for (let number = 1; running; number++) {
      if (await visit(port, number)) answered.set(number, Date.now());
      else unanswered++;
      await pause(1_000 / perSecond);
    }
  })();
  return {
    answered,
    unanswered: () => unanswered,
    async stop() {
      running = false;
      await loop;
    },
  };
}
