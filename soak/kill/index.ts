// kill -9 of each process of the real platform under load, then of the supervisor itself.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, freePort, type Platform, startPlatform, until } from '../../e2e/platform.ts';
import { pause, percentile, type Soak, type SoakOptions, type SoakResult, seeded } from '../run.ts';
import { auditCollector, auditHoneypot, type Verdict } from './audit.ts';
import { auditLists } from './audit-lists.ts';
import { startCollectorLoad } from './collector-load.ts';
import { startDnsLoad } from './dns-load.ts';
import { startHoneypotLoad } from './honeypot-load.ts';
import { startListLoad } from './list-load.ts';
import {
  isAlive,
  killAndWait,
  processStates,
  stateOf,
  untilProcesses,
  type Victim,
  victims,
} from './processes.ts';

/** Kills of each process unless told otherwise (`--cases`). */
const defaultKills = 50;
const eventsPerSecond = 1_500;

async function honeypotFlags(http: number): Promise<string[]> {
  const others = ['ssh', 'telnet', 'https', 'dns', 'ntp', 'ssdp', 'snmp', 'cldap', 'memcached', 'chargen'];
  return ['--agent-ports', [...others.map(id => `${id}=0`), `http=${http}`].join(',')];
}

/** Victims in a random order in which each comes `kills` times. */
function order(kills: number, random: () => number): Victim[] {
  const all = victims.flatMap(name => Array.from({ length: kills }, () => name));
  for (let index = all.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [all[index], all[other]] = [all[other]!, all[index]!];
  }
  return all;
}

async function killProcesses(options: SoakOptions): Promise<SoakResult> {
  const random = seeded(options.seed);
  const kills = options.cases ?? defaultKills;
  const deadline =
    options.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + options.seconds * 1_000;
  const honeypot = await freePort();
  const platform = await startPlatform(await honeypotFlags(honeypot));
  try {
    return await underLoad(platform, honeypot, order(kills, random), deadline, random, options.say);
  } finally {
    await platform.stop();
  }
}

async function underLoad(
  platform: Platform,
  honeypot: number,
  plan: readonly Victim[],
  deadline: number,
  random: () => number,
  say: (line: string) => void,
): Promise<SoakResult> {
  const { data } = platform;
  const api = new ApiClient(platform.ready.url);
  await api.setUp(platform.ready.setup!);
  const issued = await api.call<{ token: string }>('POST', '/agents/tokens', {
    name: 'soak',
    vantage: 'unknown',
  });
  const collector = await startCollectorLoad(
    mkdtempSync(join(platform.data, 'soak-agent-')),
    issued.body.token,
    eventsPerSecond,
    random,
  );
  const visits = startHoneypotLoad(honeypot, 15);
  const lists = startListLoad(api, 600, random);
  let settledSince = Date.now();
  const dns = await startDnsLoad(platform.ports, lists, () => settledSince, random);
  await pause(3_000);

  const recovery = new Map<Victim, number[]>(victims.map(name => [name, []]));
  const agentKills: number[] = [];
  const failures: string[] = [];
  let done = 0;
  for (const name of plan) {
    if (Date.now() > deadline) break;
    // Mostly at work; one time in five while it is just starting, so that the way up is hit as well.
    const early = random() < 0.2;
    await pause(early ? random() * 300 : 500 + random() * 2_500);
    const { pid } = stateOf(data, name);
    if (name === 'agent') agentKills.push(Date.now());
    if (name === 'dns' || name === 'server') settledSince = Number.POSITIVE_INFINITY;
    try {
      if (random() < 0.15) {
        // Killed again on its way up.
        process.kill(pid, 'SIGKILL');
        await untilProcesses('a new process', () => ![0, pid].includes(stateOf(data, name).pid), 60_000);
        await pause(random() * 1_500);
        const second = stateOf(data, name).pid;
        if (name === 'agent') agentKills.push(Date.now());
        if (second !== 0) recovery.get(name)!.push(await killAndWait(data, name, second));
        done++;
      } else recovery.get(name)!.push(await killAndWait(data, name, pid));
    } catch (error) {
      failures.push((error as Error).message);
      break;
    }
    done++;
    settledSince = Date.now();
    if (done % 10 === 0) say(`${done} kills, ${collector.acknowledged()} events acknowledged`);
  }
  const allUp = () => processStates(data).processes.every(entry => entry.state === 'up');
  await untilProcesses('all processes to be up', allUp, 60_000);
  await pause(2_000);
  await Promise.all([visits.stop(), lists.stop(), collector.finish(120_000)]);
  await until(
    'the server to answer',
    async () => (await api.call('GET', '/session').catch(() => undefined))?.status === 200,
  );
  await pause(3_000);
  await dns.stop();

  const verdicts: Verdict[] = [
    await auditCollector(api, collector),
    await auditHoneypot(api, visits, agentKills),
    await auditLists(api, platform.ports.resolver, lists),
  ];
  const chain = await api.call<{ ok: boolean }>('GET', '/audit/verify');
  if (!chain.body.ok) failures.push('the audit chain is broken');
  if (dns.passed.length > 0)
    failures.push(`${dns.passed.length} listed names were let through: ${dns.passed[0]}`);
  if (dns.backwards.length > 0) failures.push(`serials went back: ${dns.backwards.join('; ')}`);
  failures.push(...lists.strange.slice(0, 5), ...verdicts.flatMap(verdict => verdict.failures));
  const starts = processStates(data).processes.reduce((sum, entry) => sum + entry.restarts, 0);
  if (starts !== done) failures.push(`${starts - done} times a process ended by itself`);
  const times = Object.fromEntries(
    [...recovery].flatMap(([name, ms]) => [
      [`${name} kills`, ms.length],
      [`${name} back p50 ms`, Math.round(percentile(ms, 0.5))],
      [`${name} back max ms`, Math.round(Math.max(0, ...ms))],
    ]),
  );
  return {
    done: `${done} kills under load`,
    figures: {
      kills: done,
      ...times,
      ...Object.assign({}, ...verdicts.map(verdict => verdict.figures)),
      'questions blocked': dns.blocked(),
      'questions unanswered': dns.unanswered(),
      'serials read': dns.serials(),
      'processes ended by themselves': starts - done,
    },
    failures,
  };
}

/** The supervisor killed: its processes end, and another `hinomi up` on the same folder has everything. */
async function killSupervisor(options: SoakOptions): Promise<SoakResult> {
  const random = seeded(options.seed);
  const rounds = options.cases === undefined ? 3 : Math.min(options.cases, 3);
  const honeypot = await freePort();
  const flags = await honeypotFlags(honeypot);
  let platform = await startPlatform(flags);
  const failures: string[] = [];
  const ended: number[] = [];
  const back: number[] = [];
  try {
    const api = new ApiClient(platform.ready.url);
    await api.setUp(platform.ready.setup!);
    const issued = await api.call<{ token: string }>('POST', '/agents/tokens', {
      name: 'soak',
      vantage: 'unknown',
    });
    const load = await startCollectorLoad(
      mkdtempSync(join(tmpdir(), 'hinomi-soak-agent-')),
      issued.body.token,
      eventsPerSecond,
      random,
    );
    for (let round = 0; round < rounds; round++) {
      await pause(2_000 + random() * 2_000);
      const { supervisor, processes } = processStates(platform.data);
      const started = performance.now();
      process.kill(supervisor, 'SIGKILL');
      await untilProcesses('the processes to end', () => !processes.some(each => isAlive(each.pid)), 60_000);
      ended.push(performance.now() - started);
      const again = performance.now();
      platform = await startPlatform(flags, platform.data, platform.ports);
      back.push(performance.now() - again);
      options.say(`supervisor killed ${round + 1} times`);
    }
    await load.finish(60_000);
    const verdict = await auditCollector(api, load);
    return {
      done: `${rounds} kills of the supervisor under load`,
      figures: {
        kills: rounds,
        'processes ended max ms': Math.round(Math.max(...ended)),
        'up again max ms': Math.round(Math.max(...back)),
        ...verdict.figures,
      },
      failures: [...failures, ...verdict.failures],
    };
  } finally {
    await platform.stop();
  }
}

export const killRuns: readonly Soak[] = [
  { name: 'kill/processes', run: killProcesses },
  { name: 'kill/supervisor', run: killSupervisor },
];
