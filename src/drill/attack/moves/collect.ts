// Confidential files are read from a share and packed.
import { Type } from 'typebox';
import { reachable } from '../../run/situation.ts';
import { seconds } from '../../run/state.ts';
import { connect } from '../../run/traces/network.ts';
import { command, file } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, getIn, parameters } from './shared.ts';

export const collect: Move = {
  id: 'collect',
  title: { ja: '機密文書を集めて固める', en: 'Collects and packs confidential files' },
  summary: {
    ja: '共有フォルダの機密文書を読み、踏み台の端末で一つの書庫にまとめる。',
    en: 'Reads confidential files from the share and packs them on the host in between.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    jewel: castName('What is taken'),
    account: castName('Account used'),
    archive: Type.String({ description: 'Name of the archive' }),
    most: Type.Optional(count('At most this many files')),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const jewel = operation.jewel('jewel');
    if (!reachable(run.situation, from.host, jewel.host)) return failed('target-unreachable');
    const session = yield* getIn(operation, jewel.host, operation.account('account'), 'smb');
    if (!session) return failed('account-refused');
    const share = `\\\\*\\${jewel.location.replace(/^\\\\[^\\]+\\/, '').split('\\')[0] || 'C$'}`;
    const client = { host: from.host, ip: from.host.ip, port: 50_300 };
    const files = jewel.files.slice(0, operation.number('most', 60));
    let total = 0;
    trail.write({
      kind: 'share-access',
      at: trail.tick(),
      host: jewel.host,
      cause: trail.cause,
      share,
      path: '',
      what: 'connect',
      bytes: 0,
      session,
      client,
      ok: true,
    });
    for (const { path, bytes } of files) {
      if (!reachable(run.situation, from.host, jewel.host)) return failed('target-unreachable');
      trail.write({
        kind: 'share-access',
        at: trail.tick(),
        host: jewel.host,
        cause: trail.cause,
        share,
        path,
        what: 'read',
        bytes,
        session,
        client,
        ok: true,
      });
      operation.stole(path);
      total += bytes;
      yield seconds(1 + operation.random(path).int(20));
    }
    connect(
      trail,
      from.host,
      { ip: jewel.host.ip, port: 445, host: jewel.host },
      {
        service: 'smb',
        sent: 40_000,
        received: total,
        duration: 60_000,
        process: from.process,
        session: from.session,
      },
    );
    const archive = `C:\\ProgramData\\${operation.text('archive')}`;
    const packer = command(
      trail,
      from.session,
      from.process,
      'cmd.exe',
      `cmd.exe /c makearchive -r -p ******** ${archive} C:\\ProgramData\\stage\\`,
    );
    file(trail, from.session, packer, 'create', archive, Math.round(total * 0.6));
    operation.left('path', archive);
    operation.touched(jewel.host);
    run.situation.facts.add('packed');
    return done;
  },
};
