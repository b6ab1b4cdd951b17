// Ten thousand visitors at once cost bounded memory, measured from outside on the process that holds them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileLimit } from './limits.ts';
import { startHost } from './testing/host-process.ts';

const visitors = 10_000;

/** Resident memory of a process in MiB (Linux). */
const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]) / 1024;

test('10,000 open Telnet connections, each past negotiation', async context => {
  const files = openFileLimit();
  if (files === undefined || files < visitors + 1_000)
    return context.skip(`needs ${visitors + 1_000} open files, this shell allows ${files}: ulimit -n 20000`);
  const dir = mkdtempSync(join(tmpdir(), 'hinomi-soak-'));
  const host = await startHost({
    address: '127.0.0.1',
    stateDir: dir,
    honeypots: [{ id: 'telnet', port: 0 }],
    limits: { connectionsPerSource: 200, idleMs: 120_000 },
  });
  const before = residentMiB(host.pid);
  const sockets: Socket[] = [];
  let heard = 0;
  for (let batch = 0; batch < visitors / 200; batch++)
    await Promise.all(
      Array.from({ length: 200 }, () => {
        const socket = connect({
          port: host.ports.telnet!,
          host: '127.0.0.1',
          localAddress: `127.0.1.${batch + 1}`,
        });
        sockets.push(socket);
        socket.on('error', () => {});
        return new Promise<void>((resolve, reject) => {
          socket.once('close', () => reject(new Error('turned away')));
          socket.on('data', bytes => {
            if (bytes.includes('login: ')) {
              heard++;
              socket.write('root\r\n');
              resolve();
            }
          });
        });
      }),
    );
  expect(heard).toBe(visitors);
  const after = residentMiB(host.pid);
  console.log(
    `10,000 connections: ${before.toFixed(0)} → ${after.toFixed(0)} MiB, ${(((after - before) * 1024) / visitors).toFixed(1)} KiB each`,
  );
  expect(after - before).toBeLessThan(400);
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  const report = await host.stop();
  expect(report.events).toBeLessThanOrEqual(20_000 + 300);
  rmSync(dir, { recursive: true, force: true });
}, 120_000);
