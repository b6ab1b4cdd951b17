// What each optional part needs, whether it is there, and the exact command that brings it.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../config/settings.ts';

export interface CheckResult {
  id: string;
  state: 'ok' | 'warn' | 'fail';
  /** Names what was found, for texts in the reader's language: `check.<code>` of the console, filled with `values`. */
  code: string;
  values: Record<string, string>;
  text: string;
  /** What to type or do; empty when all is well. */
  remedy: string;
}

export interface Doctor {
  run(): Promise<CheckResult[]>;
}

const run = promisify(execFile);

/** Path of a program on PATH or in the system folders, or undefined. */
export async function findProgram(
  name: string,
  path = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin']) {
    if (!folder) continue;
    const file = join(folder, name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not here; look on.
    }
  }
  return undefined;
}

/** Programs that optional parts need. */
const programs = [
  { id: 'tcpdump', package: 'tcpdump', part: 'live capture' },
  { id: 'chromium', package: 'chromium', part: 'the crawler and the console walk-through' },
  { id: 'unbound', package: 'unbound', part: 'a resolver that takes the list' },
  { id: 'nft', package: 'nftables', part: 'checking nftables exports' },
] as const;

const gigabyte = 2 ** 30;

/** Checks this machine and the settings; each answer says what to do. Runs in well under a second. */
export function createDoctor(settings: Settings): Doctor {
  const node: () => Promise<CheckResult> = async () => {
    const major = Number(process.versions.node.split('.')[0]);
    return major >= 24
      ? {
          id: 'node',
          state: 'ok',
          code: 'node.ok',
          values: { version: process.versions.node },
          text: `Node ${process.versions.node}`,
          remedy: '',
        }
      : {
          id: 'node',
          state: 'fail',
          code: 'node.old',
          values: { version: process.versions.node },
          text: `Node ${process.versions.node} is too old`,
          remedy: 'npm ci (it brings Node 24)',
        };
  };
  const disk: () => Promise<CheckResult> = async () => {
    try {
      const { bavail, bsize } = await statfs(settings.data);
      const free = (bavail * bsize) / gigabyte;
      const text = `${free.toFixed(1)} GiB free for ${settings.data}`;
      const values = { free: free.toFixed(1), folder: settings.data };
      if (free < 1)
        return {
          id: 'disk',
          state: 'fail',
          code: 'disk.full',
          values,
          text,
          remedy: 'Free space, or move the data with --data.',
        };
      return free < 5
        ? {
            id: 'disk',
            state: 'warn',
            code: 'disk.low',
            values,
            text,
            remedy: 'Plan for more space, or lower events.retentionDays.',
          }
        : { id: 'disk', state: 'ok', code: 'disk.ok', values, text, remedy: '' };
    } catch {
      return {
        id: 'disk',
        state: 'warn',
        code: 'disk.none',
        values: { folder: settings.data },
        text: `${settings.data} does not exist yet`,
        remedy: 'hinomi up makes it.',
      };
    }
  };
  const program = (entry: (typeof programs)[number]) => async (): Promise<CheckResult> => {
    const file = await findProgram(entry.id);
    return file
      ? {
          id: entry.id,
          state: 'ok',
          code: `${entry.id}.ok`,
          values: { file },
          text: `${file}, for ${entry.part}`,
          remedy: '',
        }
      : {
          id: entry.id,
          state: 'warn',
          code: `${entry.id}.missing`,
          values: {},
          text: `${entry.id} is missing: needed for ${entry.part}`,
          remedy: `sudo apt-get install -y ${entry.package}`,
        };
  };
  const captureRight: () => Promise<CheckResult> = async () => {
    const interfaceName = settings['agent.capture'];
    if (!interfaceName)
      return {
        id: 'capture',
        state: 'ok',
        code: 'capture.off',
        values: {},
        text: 'live capture is off',
        remedy: '',
      };
    const tcpdump = await findProgram('tcpdump');
    if (!tcpdump)
      return {
        id: 'capture',
        state: 'fail',
        code: 'capture.no-tcpdump',
        values: {},
        text: 'live capture is on but tcpdump is missing',
        remedy: 'sudo apt-get install -y tcpdump',
      };
    try {
      const { stdout } = await run(tcpdump, ['-D'], { timeout: 3000 });
      return stdout.includes(interfaceName)
        ? {
            id: 'capture',
            state: 'ok',
            code: 'capture.ok',
            values: { name: interfaceName },
            text: `tcpdump sees ${interfaceName}`,
            remedy: '',
          }
        : {
            id: 'capture',
            state: 'fail',
            code: 'capture.no-interface',
            values: { name: interfaceName },
            text: `tcpdump does not see ${interfaceName}`,
            remedy: 'tcpdump -D lists the interfaces; set agent.capture.',
          };
    } catch (error) {
      return {
        id: 'capture',
        state: 'fail',
        code: 'capture.refused',
        values: { why: (error as Error).message.split('\n')[0] ?? '' },
        text: `tcpdump cannot run: ${(error as Error).message.split('\n')[0]}`,
        remedy: `sudo setcap cap_net_raw,cap_net_admin=eip ${tcpdump}`,
      };
    }
  };
  const mail: () => Promise<CheckResult> = async () =>
    settings['mail.url']
      ? { id: 'mail', state: 'ok', code: 'mail.ok', values: {}, text: 'a mail server is set', remedy: '' }
      : {
          id: 'mail',
          state: 'warn',
          code: 'mail.none',
          values: {},
          text: 'no mail server: alerts go to webhooks only',
          remedy: 'Set mail.url, e.g. HINOMI_MAIL_URL=smtp://localhost:25',
        };
  return {
    run: () =>
      Promise.all([node(), disk(), ...programs.map(entry => program(entry)()), captureRight(), mail()]),
  };
}
