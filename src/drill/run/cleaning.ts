// What it takes to be rid of an attacker: every host in their hands set up afresh, every password they have changed.
import type { World } from '../world/entities.ts';
import { accountMeasures, type Measure } from './measures.ts';
import type { Run } from './run.ts';

/** Measures against all that remains in the attacker's hands at the end of a run. */
export function cleaningFor(world: World, { remaining }: Run): Measure[] {
  const { people, serviceAccounts } = world.organisation;
  const own = new Set([...people, ...serviceAccounts].map(one => one.account));
  return [
    ...remaining.hosts.map(host => ({ action: 'rebuild-host', parameters: { host } })),
    // People and services go on working; an account the attacker made has no such use.
    ...accountMeasures(world, remaining.accounts).filter(
      ({ action, parameters }) => action !== 'disable-account' || !own.has(String(parameters['account'])),
    ),
    ...(remaining.accounts.includes('krbtgt')
      ? [{ action: 'revoke-tickets', parameters: { account: 'krbtgt' } }]
      : []),
  ];
}
