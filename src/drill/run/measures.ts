// The usual measures against what an attack has done so far: one of each kind for each thing it touched.

import type { World } from '../world/entities.ts';
import { isMember } from './public.ts';
import type { ActionTaken, StepTaken } from './run.ts';

export type Measure = Pick<ActionTaken, 'action' | 'parameters'>;

/** Techniques that are answered by something else than a block, an isolation or a new password. */
const answers: readonly [technique: RegExp, action: string][] = [
  [/^T1498/, 'call-provider'],
  [/^T1566/, 'notify-users'],
];

/** What is done about accounts in strange hands: of people and services, of users outside (as one list), and made by the attacker. */
export function accountMeasures(world: World, accounts: Iterable<string>): Measure[] {
  const { people, serviceAccounts } = world.organisation;
  const own = new Set([...people, ...serviceAccounts].map(one => one.account));
  const list: Measure[] = [];
  const members: string[] = [];
  for (const account of accounts)
    if (isMember(world, account)) members.push(account);
    else if (account !== 'krbtgt' && account !== 'www-data') {
      if (own.has(account)) list.push({ action: 'reset-password', parameters: { account } });
      list.push({ action: 'disable-account', parameters: { account } });
    }
  if (members.length > 0)
    list.push({ action: 'reset-password', parameters: { account: members.join(', ') } });
  return list;
}

/** Measures against the hosts, accounts and indicators of some steps; the same call later gives the new ones too. */
export function measuresFor(world: World, steps: readonly StepTaken[]): Measure[] {
  const { organisation } = world;
  const list: Measure[] = [];
  const want = (action: string, parameters: Measure['parameters']) => list.push({ action, parameters });
  const indicators = steps.flatMap(step => step.indicators);
  const techniques = new Set(steps.flatMap(step => step.techniques));
  const addresses: string[] = [];
  for (const { type, value } of indicators)
    if (type === 'domain') want('block-name', { name: value });
    else if (type === 'ip') addresses.push(value);
    else if (type === 'email') want('block-sender', { sender: value });
  const hosts = new Set(steps.flatMap(step => step.hosts));
  const taken = new Set(steps.flatMap(step => step.taken.map(one => one.host)));
  for (const name of hosts) {
    const host = organisation.hosts.find(one => one.name === name);
    if (!host) continue;
    if (host.roles.includes('web')) {
      want('patch', { host: name });
      if (techniques.has('T1491.002')) want('restore', { host: name });
    }
    if (!taken.has(name)) continue;
    want('isolate-host', { host: name });
    want('rebuild-host', { host: name });
  }
  if (techniques.has('T1189')) want('patch', { host: 'browsers' });
  list.push(...accountMeasures(world, new Set(steps.flatMap(step => step.accounts))));
  // Lists are dealt with as lists, as they grow.
  if (addresses.length > 0) want('block-address', { address: [...new Set(addresses)].join(', ') });
  if (techniques.has('T1003.006') || techniques.has('T1558.001'))
    want('revoke-tickets', { account: 'krbtgt' });
  for (const [technique, action] of answers)
    if ([...techniques].some(one => technique.test(one))) want(action, { text: 'incident' });
  return list;
}
