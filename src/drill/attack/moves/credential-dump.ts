// Passwords and hashes kept in memory are read: only the traces of it.
import { Type } from 'typebox';
import { seconds } from '../../run/state.ts';
import { systemSession } from '../../run/traces/logon.ts';
import { file, start, systemParents } from '../../run/traces/process.ts';
import { done, type Move } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

export const credentialDump: Move = {
  id: 'credential-dump',
  title: { ja: '記憶中の認証情報を盗む', en: 'Steals credentials from memory' },
  summary: {
    ja: '端末に残る認証情報を読み出し、より強い権限のアカウントを得る。',
    en: 'Reads credentials left on a host and gains an account with more rights.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    account: castName('Whose credentials are found there'),
    level: Type.Union([Type.Literal('user'), Type.Literal('local-admin'), Type.Literal('domain-admin')]),
    tool: Type.String({ description: 'File name of the tool' }),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const { host } = from;
    const tool = operation.text('tool');
    const path = `C:\\ProgramData\\${tool}`;
    const sha256 = fileHash(operation, tool);
    const session = from.level === 'admin' ? systemSession(run, host) : from.session;
    file(trail, from.session, from.process, 'create', path, 118_272, { sha256 });
    yield seconds(6 + operation.random('start').int(30));
    const process = start(trail, {
      session,
      parent: from.process,
      image: path,
      commandLine: `${tool} -o C:\\ProgramData\\${tool.replace(/\.exe$/, '.log')}`,
      sha256,
      integrity: 'High',
    });
    const { lsass } = systemParents(trail, host);
    trail.write({
      kind: 'process-access',
      at: trail.tick(),
      host,
      cause: trail.cause,
      session,
      what: 'open',
      process,
      target: lsass,
      access: 0x1010,
      trace:
        'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|C:\\Windows\\System32\\KERNELBASE.dll+2c13e|UNKNOWN(00007FF6A1B41234)',
    });
    file(trail, session, process, 'create', `C:\\ProgramData\\${tool.replace(/\.exe$/, '.log')}`, 9_216);
    yield seconds(20);
    trail.write({ kind: 'process-end', at: trail.tick(), host, cause: trail.cause, session, process });
    file(trail, from.session, from.process, 'delete', path, 0);
    operation.left('path', path);
    operation.leftHash(host, sha256);
    operation.learn(operation.account('account'), operation.word('level') as 'local-admin');
    return done;
  },
};
