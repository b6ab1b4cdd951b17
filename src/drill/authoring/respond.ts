// What a robot does about what it found: the usual measures, each once.
import { actions } from '../actions/actions.ts';
import type { ActionTaken } from '../run/run.ts';
import type { World } from '../world/entities.ts';
import type { Desk } from './desk.ts';
import { type Findings, named } from './findings.ts';

/** The boss thinks about a well-founded request. */
const approval = 10 * 60_000;

export interface Wish {
  action: string;
  parameters: ActionTaken['parameters'];
}

export function wishes(world: World, desk: Desk, found: Findings): Wish[] {
  const list: Wish[] = [];
  const want = (action: string, parameters: Wish['parameters']) => list.push({ action, parameters });
  for (const name of named(found, 'domain')) want('block-name', { name });
  for (const address of named(found, 'ip')) want('block-address', { address });
  for (const sender of named(found, 'email')) want('block-sender', { sender });
  const made = found.timeline.some(one => one.technique === 'T1136.002');
  for (const name of named(found, 'host')) {
    const host = world.organisation.hosts.find(one => one.name === name);
    if (host?.kind === 'pc') want('isolate-host', { host: name });
    else if (host?.roles.includes('web')) {
      want('patch', { host: name });
      if (found.timeline.some(one => one.technique === 'T1110.004'))
        want('revoke-sessions', { account: 'all' });
    }
  }
  for (const account of named(found, 'account')) {
    const person = world.organisation.people.some(one => one.account === account);
    const service = world.organisation.serviceAccounts.some(one => one.account === account);
    if (person || service) want('reset-password', { account });
    else if (made && account !== 'krbtgt') want('disable-account', { account });
  }
  if (found.timeline.some(one => one.technique === 'T1003.006')) want('revoke-tickets', {});
  const said = new Set(desk.utterances.map(one => one.message.key));
  const flooded = desk.lines.some(line => line.code === 'alert' && line.object.startsWith('DOS '));
  if (flooded || said.has('drill.notice.site-down'))
    want('call-provider', { text: 'Flood on the public site.' });
  const web = world.organisation.hosts.find(host => host.roles.includes('web'));
  if (web && said.has('drill.notice.site-strange')) want('rebuild-host', { host: web.name });
  return list;
}

/** Puts new wishes into the log. */
export function order(log: ActionTaken[], wanted: readonly Wish[], at: number): void {
  const key = (one: Wish) => `${one.action} ${JSON.stringify(one.parameters)}`;
  const done = new Set(log.map(key));
  for (const wish of wanted) {
    if (done.has(key(wish))) continue;
    done.add(key(wish));
    const boss = actions.get(wish.action)?.approval !== 'none';
    log.push({ ...wish, number: log.length + 1, at, by: '', ...(boss ? { approvedAt: at + approval } : {}) });
  }
}
