// A forged ticket opens a server: a service ticket without any ticket-granting ticket before it.

import { Type } from 'typebox';
import { goldenGood, reachable } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { networkLogon, systemSession } from '../../run/traces/logon.ts';
import { start, systemParents } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

export const goldenTicket: Move = {
  id: 'golden-ticket',
  title: { ja: '偽造チケットでサーバに入る', en: 'Enters a server with a forged ticket' },
  summary: {
    ja: 'krbtgt の鍵で作ったチケットを使う。パスワードを変えても krbtgt が二度変わるまで通る。',
    en: 'Uses a ticket made with the key of krbtgt; good until that key was changed twice, whatever passwords are reset.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    to: castName('Target'),
    account: castName('Whose name the ticket carries'),
    tool: Type.String({ description: 'File name put there' }),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const target = operation.host('to');
    if (!reachable(run.situation, from.host, target)) return failed('target-unreachable');
    const account = operation.account('account');
    const good = goldenGood(run.situation);
    const session = networkLogon(trail, {
      from: from.host,
      to: target,
      account,
      over: 'smb',
      forged: good,
      rc4: true,
      ok: good,
      elevated: true,
      ...(good ? {} : { failure: 'bad-password' as const }),
    });
    if (!good) return failed('ticket-refused');
    operation.used(account);
    const tool = operation.text('tool');
    const sha256 = fileHash(operation, tool);
    const path = `C:\\Windows\\Temp\\${tool}`;
    yield seconds(8);
    const process = start(trail, {
      session: systemSession(run, target),
      parent: systemParents(trail, target).dcom,
      image: path,
      commandLine: path,
      sha256,
      integrity: 'System',
    });
    operation.left('path', path);
    operation.leftHash(target, sha256);
    operation.plant({
      host: target,
      session: { ...session },
      process,
      path,
      sha256,
      level: 'admin',
      via: from,
    });
    return done;
  },
};
