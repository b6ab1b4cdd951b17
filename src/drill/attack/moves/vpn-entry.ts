// A stolen password opens the VPN, and behind it somebody's PC by remote desktop.
import { Type } from 'typebox';
import { sessionOf } from '../../activity/make/session.ts';
import { addressBlocked, credentialGood, reachable } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { whoIs } from '../../run/traces/logon.ts';
import { connectIn } from '../../run/traces/network.ts';
import { desktop, file, start } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

/** Address the VPN gives. */
const inside = '10.99.0.77';

export const vpnEntry: Move = {
  id: 'vpn-entry',
  title: { ja: '盗んだパスワードで VPN から入る', en: 'Comes in by VPN with a stolen password' },
  summary: {
    ja: 'VPN に接続し、その職員の端末に遠隔から入って本体を置く。',
    en: 'Connects to the VPN, logs on to the PC of that person and leaves an implant.',
  },
  parameters: parameters({
    person: castName('Whose password it is'),
    address: castName('Address it comes from'),
    implant: Type.String({ description: 'File name of the implant' }),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const { situation } = run;
    const person = operation.person('person');
    const address = operation.address('address');
    const gate =
      run.scene.role('vpn')[0] ?? run.scene.role('firewall')[0] ?? run.world.organisation.hosts[0]!;
    if (addressBlocked(situation, address)) return failed('address-blocked');
    const credential = situation.credentials.get(person.account);
    const good = credential !== undefined && credentialGood(situation, credential);
    connectIn(trail, { ip: address, port: 51_800 }, gate, 443, {
      service: 'ssl',
      publicIp: run.world.organisation.publicVpn,
    });
    const vpn = (what: 'connect' | 'failed') =>
      trail.write({
        kind: 'vpn',
        at: trail.tick(),
        host: gate,
        cause: trail.cause,
        what,
        account: person.account,
        from: address,
        assigned: what === 'connect' ? inside : '',
        sent: 0,
        received: 0,
        duration: 0,
        reason: what === 'connect' ? '' : 'authentication failed',
        person,
      });
    operation.left('ip', address);
    operation.used(person.account);
    if (!good) {
      vpn('failed');
      return failed('account-refused');
    }
    vpn('connect');
    yield seconds(40 + operation.random('logon').int(60));
    if (!reachable(situation, gate, person.pc)) return failed('target-unreachable');
    const session = sessionOf(run.scene, whoIs(run, person.account), person.pc, `${trail.cause}:${run.now}`);
    trail.write({
      kind: 'logon',
      at: trail.tick(),
      host: person.pc,
      cause: trail.cause,
      session,
      type: 10,
      ok: true,
      method: 'kerberos',
      from: { ip: inside, port: 50_020 },
      elevated: false,
    });
    const implant = operation.text('implant');
    const path = `C:\\Users\\${person.account}\\Downloads\\${implant}`;
    const sha256 = fileHash(operation, implant);
    const shell = desktop(trail, session);
    file(trail, session, shell, 'create', path, 301_568, { sha256 });
    yield seconds(20);
    const process = start(trail, {
      session,
      parent: shell,
      image: path,
      commandLine: `"${path}"`,
      sha256,
      directory: `C:\\Users\\${person.account}\\`,
    });
    operation.left('path', path);
    operation.leftHash(person.pc, sha256);
    operation.plant({ host: person.pc, session, process, path, sha256, level: 'user' });
    return done;
  },
};
