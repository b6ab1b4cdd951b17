// Tickets of service accounts are asked for in the old cipher, to guess their passwords elsewhere.
import { minutes, seconds } from '../../run/state.ts';
import { whoIs } from '../../run/traces/logon.ts';
import { portOf } from '../../run/traces/network.ts';
import { script, start, systemImage } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, parameters } from './shared.ts';

export const kerberoast: Move = {
  id: 'kerberoast',
  title: { ja: 'サービスアカウントのチケットを集める', en: 'Collects tickets of service accounts' },
  summary: {
    ja: '古い暗号のサービスチケットをまとめて要求し、手元でパスワードを割り出す。',
    en: 'Asks for service tickets in the old cipher and guesses their passwords elsewhere.',
  },
  parameters: parameters({ from: castName('Foothold'), account: castName('Whose password is weak') }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const controller = run.scene.domainController(from.host);
    if (!controller) return failed('target-unreachable');
    const shell = start(trail, {
      session: from.session,
      parent: from.process,
      image: systemImage('powershell.exe'),
      commandLine: 'powershell.exe -NoProfile -WindowStyle Hidden -File C:\\ProgramData\\spnlist.ps1',
    });
    script(
      trail,
      from.session,
      shell,
      '# lists accounts with a service principal name and asks for a ticket of each ',
    );
    const requester = whoIs(run, from.session.account);
    const { organisation } = run.world;
    for (const [index, { account }] of organisation.serviceAccounts.entries()) {
      trail.write({
        kind: 'ticket',
        at: trail.tick(),
        host: controller,
        cause: trail.cause,
        what: 'service',
        account: requester.account,
        sid: requester.sid,
        service: account,
        client: { ip: from.host.ip, port: portOf(trail, index), name: from.host.name },
        status: 0,
        encryption: 0x17,
        options: 0x40810000,
      });
      yield seconds(1 + operation.random(account).int(3));
    }
    trail.write({
      kind: 'process-end',
      at: trail.tick(),
      host: from.host,
      cause: trail.cause,
      session: from.session,
      process: shell,
    });
    // A ticket of before a reset opens nothing, and what administrators set by hand is not guessed.
    const account = operation.account('account');
    if ((run.situation.passwords.get(account) ?? 0) > 0) return failed('password-strong');
    yield minutes(20 + operation.random('guess').int(30));
    if ((run.situation.passwords.get(account) ?? 0) > 0) return failed('password-strong');
    operation.learn(account, 'domain-admin');
    return done;
  },
};
