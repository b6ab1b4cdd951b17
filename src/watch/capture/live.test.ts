// Live capture through tcpdump, where it is installed and allowed.
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { checkFilter, keepCapturing, openLive } from './live.ts';
import { openCapture } from './reader.ts';

const has = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
const tcpdump = has('tcpdump');

test('names and filters that could be options are refused', async () => {
  for (const device of ['', '-w', 'eth0; id', 'a b', '$(id)'])
    expect(() => openLive({ interface: device })).toThrow(
      expect.objectContaining({ code: 'CAPTURE_INTERFACE_INVALID' }),
    );
  for (const filter of ['-w /etc/passwd', 'tcp\nport 80', 'x'.repeat(5_000), 'port 80\u0000'])
    await expect(checkFilter(filter)).rejects.toMatchObject({ code: 'CAPTURE_FILTER_INVALID' });
});

test('a missing tcpdump is said with its remedy', async () => {
  const capture = openLive({ interface: 'lo', program: '/nowhere/tcpdump' });
  await expect(capture.ended).rejects.toMatchObject({ code: 'CAPTURE_TCPDUMP_MISSING' });
});

describe.skipIf(!tcpdump)('with tcpdump (skipped: not installed)', () => {
  test('the filter compiler’s word is passed on', async () => {
    await expect(checkFilter('tcp and (')).rejects.toMatchObject({
      code: 'CAPTURE_FILTER_INVALID',
      status: 400,
    });
    await checkFilter('tcp port 80 and not host 192.0.2.1');
    await checkFilter('');
  });

  test('an interface that is not there fails with a reason and is tried again', async () => {
    const stop = new AbortController();
    const reasons: unknown[] = [];
    await keepCapturing({
      live: { interface: 'nothere0' },
      take: async stream => {
        await openCapture({ stream });
      },
      onEnd: (error, _statistics, retry) => {
        reasons.push([(error as { code: string }).code, retry]);
        if (reasons.length === 2) stop.abort();
      },
      signal: stop.signal,
    });
    expect(reasons).toEqual([
      [expect.stringMatching(/CAPTURE_LIVE_FAILED|CAPTURE_NOT_PERMITTED/), 1_000],
      [expect.stringMatching(/CAPTURE_LIVE_FAILED|CAPTURE_NOT_PERMITTED/), 2_000],
    ]);
  }, 20_000);

  test('packets in a network namespace of its own', async context => {
    const name = `hinomi-t${process.pid}`;
    const netns = (...args: string[]) => execFileSync('ip', args, { stdio: 'ignore' });
    try {
      netns('netns', 'add', name);
    } catch {
      context.skip('needs root and network namespaces');
    }
    try {
      netns('-n', name, 'link', 'set', 'lo', 'up');
      // tcpdump runs inside the namespace by way of `ip netns exec`, the program under test unchanged.
      const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
      const folder = mkdtempSync('/tmp/hinomi-live-');
      const wrapper = `${folder}/tcpdump`;
      writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${name} tcpdump "$@"\n`, { mode: 0o755 });
      try {
        const capture = openLive({ interface: 'lo', filter: 'udp port 4321', program: wrapper });
        const reader = await openCapture({ stream: capture.stream });
        const send = `for i in 1 2 3 4 5; do echo probe > /dev/udp/127.0.0.1/4321; echo other > /dev/udp/127.0.0.1/4322; done`;
        execFileSync('ip', ['netns', 'exec', name, 'bash', '-c', send], { stdio: 'ignore' });
        let seen = 0;
        while (seen < 5) {
          const columns = await reader.next();
          if (!columns) break;
          for (let row = 0; row < columns.count; row++) if (columns.destinationPort[row] === 4_321) seen++;
        }
        expect(seen).toBe(5);
        capture.stop();
        while (await reader.next());
        expect((await capture.ended).captured).toBe(5);
        await reader.close();
      } finally {
        rmSync(folder, { recursive: true });
      }
    } finally {
      netns('netns', 'del', name);
    }
  }, 20_000);
});
