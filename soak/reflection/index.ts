// The safety promise on real sockets: whoever claims whatever source, the UDP baits never send a source more in a day than
// max(what came in its name, 4 KiB). The sender is hostile: many sources, every bait at once, the most rewarding questions.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { honeypots } from '#watch/honeypots/registry.ts';
import { startHoneypots } from '#watch/honeypots/start.ts';
import { mutator } from '../fuzz/mutate.ts';
import { baitQuestions } from '../fuzz/targets/honeypots.ts';
import { pause, type Soak, type SoakOptions, type SoakResult, seeded } from '../run.ts';

const gift = 4_096;
const networkBytes = 16_384;
const sources = 60;

interface Source {
  address: string;
  socket: Socket;
  /** Bytes sent by it, and bytes that came back. */
  out: number;
  back: number;
}

async function openSource(index: number): Promise<Source> {
  // Loopback has sixteen million addresses of its own: three networks of twenty sources each.
  const source = {
    address: `127.7.${index % 3}.${1 + index}`,
    socket: createSocket('udp4'),
    out: 0,
    back: 0,
  };
  source.socket.on('message', message => {
    source.back += message.length;
  });
  source.socket.bind(0, source.address);
  await once(source.socket, 'listening');
  return source;
}

async function attackBaits({ seed, seconds = 20, cases, say }: SoakOptions): Promise<SoakResult> {
  const stateDir = mkdtempSync(join(tmpdir(), 'hinomi-soak-baits-'));
  const baits = honeypots.filter(each => each.descriptor.transport === 'udp').map(each => each.descriptor.id);
  const running = await startHoneypots(
    { address: '127.0.0.1', honeypots: baits.map(id => ({ id, port: 0 })) },
    { clock: systemClock, random: systemRandom, log: () => {}, stateDir, emit: () => {} },
  );
  const all = await Promise.all(Array.from({ length: sources }, (_, index) => openSource(index)));
  const fraction = seeded(seed);
  const random = () => Math.floor(fraction() * 2 ** 32);
  const ports = new Map(
    running.states().flatMap(state => (state.state === 'up' ? [[state.id, state.port]] : [])),
  );
  const questions = Object.entries(baitQuestions);
  const { build, recipe } = mutator(questions.map(([, question]) => question));
  const failures: string[] = [];
  if (ports.size !== baits.length) failures.push(`only ${[...ports.keys()].join(', ')} listen`);
  let sent = 0;
  const until = performance.now() + seconds * 1_000;
  const judge = (): void => {
    const networks = new Map<string, number>();
    for (const { address, out, back } of all) {
      const network = address.slice(0, address.lastIndexOf('.'));
      networks.set(network, (networks.get(network) ?? 0) + back);
      if (back > Math.max(out, gift)) failures.push(`${address} sent ${out} bytes and was sent ${back}`);
    }
    for (const [network, back] of networks)
      if (back > networkBytes) failures.push(`${network}.0/24 was sent ${back} bytes`);
  };
  try {
    while (performance.now() < until && sent < (cases ?? Number.POSITIVE_INFINITY) && failures.length === 0) {
      // Some sources only ask once or twice; a few never stop.
      const source = all[random() % 4 === 0 ? random() % all.length : random() % 5]!;
      const [bait, question] = questions[random() % questions.length]!;
      const port = ports.get(bait)!;
      const data = random() % 3 === 0 ? question : build(recipe(random)).subarray(0, 1_400);
      source.socket.send(data, port, '127.0.0.1');
      source.out += data.length;
      if (++sent % 20 === 0) await pause(1);
      if (sent % 5_000 === 0) {
        judge();
        say(`${sent} datagrams, ${all.reduce((sum, each) => sum + each.back, 0)} bytes back`);
      }
    }
    await pause(300);
    judge();
    const back = all.map(each => each.back);
    const total = back.reduce((sum, bytes) => sum + bytes, 0);
    if (total === 0) failures.push('no bait ever answered: nothing was tried');
    return {
      done: `${sources} sources at ${ports.size} baits`,
      figures: {
        datagrams: sent,
        'bytes in': all.reduce((sum, each) => sum + each.out, 0),
        'bytes back': total,
        'most back to one source': Math.max(...back),
        'most back to one source that sent less than 4 KiB': Math.max(
          0,
          ...all.filter(each => each.out < gift).map(each => each.back),
        ),
      },
      failures,
    };
  } finally {
    for (const { socket } of all) socket.close();
    await running.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

export const reflectionRuns: readonly Soak[] = [{ name: 'reflection/baits', run: attackBaits }];
