// How an implant calls home: at intervals with jitter, over the channel it has now, seen in proxy and name server logs.

import { type Foothold, isolated, nameBlocked, offline } from '../run/situation.ts';
import { type Course, makeTrail, minutes, play, type RunState, seconds, type Trail } from '../run/state.ts';
import { fetchPage, lookUp, type Reply } from '../run/traces/network.ts';
import { hashKeys } from '../world/random.ts';

interface Message {
  method?: 'GET' | 'POST';
  path: string;
  sent: number;
  received: number;
  /** ms */
  duration?: number;
}

/** Bytes one query of a name tunnel carries up. */
const queryBytes = 110;

/**
 * One exchange with the command server over the foothold's channel, with its traces.
 * Names of the tunnel carry hexadecimal text only: it stands for data, none is there.
 */
export function exchange(run: RunState, trail: Trail, foothold: Foothold, message: Message): Reply {
  const channel = run.variant.scenario.attacker.channels[foothold.channel];
  const bound = channel && run.variant.cast[channel.domain];
  if (!channel || bound?.kind !== 'domain') return 'silent';
  const { host, process, session } = foothold;
  if (isolated(run.situation, host)) return 'silent';
  if (channel.kind === 'dns') {
    // At most a few hundred queries a message stand for a longer talk.
    const queries = Math.min(240, Math.max(1, Math.ceil(message.sent / queryBytes)));
    for (let i = 0; i < queries; i++) {
      const label = hashKeys(run.variant.seed, host.name, run.now, i).toString(16).padStart(8, '0');
      const text = label.repeat(message.sent > 1000 ? 6 : 3);
      const name = `${text.slice(0, 48)}.${(i % 256).toString(16)}.${bound.domain}`;
      if (!lookUp(trail, host, name, [`${label}${label}`], { process, session, type: 'TXT' })) break;
    }
    if (nameBlocked(run.situation, bound.domain)) return 'no-name';
    return offline(run.situation) ? 'unreachable' : 'ok';
  }
  return fetchPage(trail, {
    host,
    account: session.account,
    url: { scheme: channel.kind, domain: bound.domain, path: message.path, address: bound.address },
    method: message.method ?? 'GET',
    bytes: message.received,
    sent: message.sent,
    mime: 'application/octet-stream',
    agent: run.variant.scenario.attacker.agent,
    duration: message.duration ?? 240,
    process,
    session,
  });
}

/** Failures in a row after which whoever sits at the other end takes the channel for dead. */
const patience = 4;

/** PCs are switched off in the evening; the implant starts with them again only if it is persistent. */
function switchedOn(run: RunState, foothold: Foothold): boolean {
  const { owner, kind } = foothold.host;
  if (kind !== 'pc' || !owner) return true;
  const plan = run.scene.plan(owner, run.scene.dayOf(run.now));
  return plan !== undefined && run.now >= plan.arrive && (run.now < plan.leave || !plan.switchesOff);
}

function* calls(run: RunState, foothold: Foothold): Course<void> {
  const { beacon: interval, jitter } = run.variant.scenario.attacker;
  const trail = makeTrail(run, `step:${foothold.step}`);
  for (let n = 0; foothold.alive; n++) {
    const random = run.random('beacon', foothold.host.name, foothold.since, n);
    yield seconds(interval * (1 + jitter * (2 * random.next() - 1)));
    const { situation } = run;
    if (situation.gone || situation.destroyed.has(foothold.host.name)) return;
    if (!foothold.alive || run.now < situation.sleepUntil || !switchedOn(run, foothold)) continue;
    const task = random.chance(0.08);
    const reply = exchange(run, trail, foothold, {
      path: `/${random.hex(2)}/${random.pick(['status', 'ping', 'news', 'check', 'feed'])}?id=${random.hex(8)}`,
      sent: 280 + random.int(200),
      received: task ? 6000 + random.int(30_000) : 350 + random.int(120),
    });
    foothold.up = reply === 'ok';
    foothold.fails = foothold.up ? 0 : foothold.fails + 1;
    if (foothold.fails === patience)
      run.signal({ kind: reply === 'silent' ? 'silent' : 'channel-down', host: foothold.host.name });
    // An implant without an answer asks less often.
    if (foothold.fails > patience) yield minutes(Math.min(10, foothold.fails - patience));
  }
}

/** Lets a foothold call home for as long as it lives. */
export const beacon = (run: RunState, foothold: Foothold): void => play(run, calls(run, foothold), () => {});
