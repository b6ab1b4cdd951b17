// The usual measures against what an attack has done so far: one of each kind for each thing it touched.

import type { World } from '../world/entities.ts';
import { isMember } from './public.ts';
import type { ActionTaken, StepTaken } from './run.ts';

type Measure = Pick<ActionTaken, 'action' | 'parameters'>;

/** Techniques that are answered by something else than a block, an isolation or a new password. */
const answers: readonly [technique: RegExp, action: string][] = [
  [/^T1498/, 'call-provider'],
  [/^T1566/, 'notify-users'],
];

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
  const members: string[] = [];
  for (const account of new Set(steps.flatMap(step => step.accounts))) {
    if (isMember(world, account)) members.push(account);
    else if (
      organisation.people.some(one => one.account === account) ||
      organisation.serviceAccounts.some(one => one.account === account)
    ) {
      want('reset-password', { account });
      want('disable-account', { account });
    } else if (account !== 'krbtgt' && account !== 'www-data') want('disable-account', { account });
  }
  // Lists are dealt with as lists, as they grow.
  for (const [action, field, values] of [
    ['block-address', 'address', addresses],
    ['reset-password', 'account', members],
  ] as const)
    if (values.length > 0) want(action, { [field]: [...new Set(values)].join(', ') });
  if (techniques.has('T1003.006') || techniques.has('T1558.001'))
    want('revoke-tickets', { account: 'krbtgt' });
  for (const [technique, action] of answers)
    if ([...techniques].some(one => technique.test(one))) want(action, { text: 'incident' });
  return list;
}
