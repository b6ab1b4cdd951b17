// The directory's keys are asked for as a second domain controller would.
import { reachable } from '../../run/situation.ts';
import { minutes, seconds } from '../../run/state.ts';
import { alarm, connect } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, getIn, parameters } from './shared.ts';

export const dcsync: Move = {
  id: 'dcsync',
  title: { ja: 'ディレクトリの鍵を複製要求で盗む', en: 'Takes the directory’s keys by replication' },
  summary: {
    ja: 'ドメインコントローラの複製を装い、krbtgt を含む鍵を得る。偽造チケットを作れるようになる。',
    en: 'Poses as a domain controller that replicates, and gets the keys, krbtgt among them. Tickets can be forged from then on.',
  },
  parameters: parameters({ from: castName('Foothold'), account: castName('Account with the right') }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const controller = run.scene.domainController(from.host);
    if (!controller || !reachable(run.situation, from.host, controller)) return failed('target-unreachable');
    const session = yield* getIn(operation, controller, operation.account('account'), 'ldap');
    if (!session) return failed('account-refused');
    const dn = run.world.organisation.adDomain
      .split('.')
      .map(part => `DC=${part}`)
      .join(',');
    connect(
      trail,
      from.host,
      { ip: controller.ip, port: 49_667, host: controller },
      {
        service: 'dce_rpc',
        sent: 12_400,
        received: 188_000,
        duration: 2600,
        process: from.process,
        session: from.session,
      },
    );
    for (let i = 0; i < 3; i++) {
      trail.write({
        kind: 'directory-change',
        at: trail.tick(),
        host: controller,
        cause: trail.cause,
        what: 'replication',
        dn,
        objectClass: 'domainDNS',
        attribute:
          i === 2 ? '{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}' : '{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}',
        value: '',
        by: session,
      });
      yield seconds(1);
    }
    alarm(
      trail,
      controller,
      {
        signature: 9_000_442,
        name: 'DCERPC directory replication asked for by a host that is no controller',
        category: 'Attempted Administrator Privilege Gain',
      },
      { ip: from.host.ip, port: 50_222 },
      { ip: controller.ip, port: 49_667 },
      { service: 'dce_rpc' },
    );
    operation.touched(controller);
    operation.used('krbtgt');
    run.situation.golden = { krbtgt: run.situation.krbtgt };
    yield minutes(1);
    return done;
  },
};
