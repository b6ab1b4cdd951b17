// Starts `host.ts` as a child, optionally under another program such as strace.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HoneypotState, HoneypotsConfig } from '../start.ts';

// The runtime the product brings, whichever one runs the tests.
const node = fileURLToPath(new URL('../../../../node_modules/.bin/node', import.meta.url));

export interface HostReport {
  events: number;
  actions: Record<string, number>;
  outbound: string[];
}

export interface Host {
  pid: number;
  ports: Record<string, number>;
  stop(): Promise<HostReport>;
}

/** Runs the honeypots in a child; `wrap` is put in front of the command line. */
export async function startHost(
  config: HoneypotsConfig & { stateDir: string },
  wrap: string[] = [],
): Promise<Host> {
  const script = fileURLToPath(new URL('host.ts', import.meta.url));
  const [command, ...args] = [...wrap, node, script, JSON.stringify(config)];
  const child: ChildProcess = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the honeypot host ended early');
    return value;
  };
  const states = JSON.parse(await line()) as HoneypotState[];
  const ports: Record<string, number> = {};
  for (const state of states) {
    if (state.state === 'failed') throw new Error(`${state.id}: ${state.reason}`);
    ports[state.id] = state.port;
  }
  let report: Promise<HostReport> | undefined;
  return {
    pid: child.pid!,
    ports,
    stop() {
      if (!report) {
        child.stdin!.end();
        report = line().then(text => JSON.parse(text) as HostReport);
      }
      return report;
    },
  };
}
