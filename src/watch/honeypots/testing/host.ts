// A process that runs honeypots for tests and benches: settings in argv[2] (JSON), ports on stdout, ends when stdin does.
import { Socket } from 'node:net';
import type { Event } from '#model/event/event.ts';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { type HoneypotsConfig, startHoneypots } from '../start.ts';

const { stateDir, ...config } = JSON.parse(process.argv[2]!) as HoneypotsConfig & { stateDir: string };

// Whoever connects out in this process is caught in the act, also where strace is not to be had.
const outbound: string[] = [];
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  outbound.push(JSON.stringify(args));
  return Reflect.apply(connect, this, args);
} as typeof connect;

let events = 0;
const actions: Record<string, number> = {};
const running = await startHoneypots(config, {
  clock: systemClock,
  random: systemRandom,
  log: line => console.error(line),
  stateDir,
  emit: (event: Event) => {
    events++;
    const action = event['event.action'] ?? '';
    actions[action] = (actions[action] ?? 0) + 1;
  },
});
console.log(JSON.stringify(running.states()));
process.stdin.resume();
process.stdin.once('end', async () => {
  await running.stop();
  console.log(JSON.stringify({ events, actions, outbound }));
  process.exit(0);
});
