// Looking around: who am I, what is here, who rules.
import { Type } from 'typebox';
import { seconds } from '../../run/state.ts';
import { connect } from '../../run/traces/network.ts';
import { command, start, systemImage } from '../../run/traces/process.ts';
import { done, type Move } from '../operation.ts';
import { castName, parameters } from './shared.ts';

export const discover: Move = {
  id: 'discover',
  title: { ja: '内部の様子を調べる', en: 'Looks around' },
  summary: {
    ja: '標準コマンドで端末・利用者・ドメイン・共有を調べる。',
    en: 'Lists host, users, domain and shares with ordinary commands.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    wide: Type.Optional(Type.Boolean({ description: 'Also looks for servers on the network' })),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const { session, host } = from;
    const { adDomain } = run.world.organisation;
    const shell = start(trail, {
      session,
      parent: from.process,
      image: systemImage('cmd.exe'),
      commandLine: 'cmd.exe /c',
    });
    const lines: [string, string][] = [
      ['whoami.exe', 'whoami /all'],
      ['ipconfig.exe', 'ipconfig /all'],
      ['systeminfo.exe', 'systeminfo'],
      ['tasklist.exe', 'tasklist /v'],
      ['net.exe', `net group "Domain Admins" /domain`],
      ['net.exe', 'net view /domain'],
      ['nltest.exe', `nltest /dclist:${adDomain}`],
      ['net.exe', `net user ${session.account} /domain`],
    ];
    for (const [image, line] of lines) {
      if (operation.random(line).chance(0.2)) continue;
      command(trail, session, shell, image, line);
      yield seconds(4 + operation.random(`${line} wait`).int(40));
    }
    const controller = run.scene.domainController(host);
    if (controller)
      connect(
        trail,
        host,
        { ip: controller.ip, port: 389, host: controller },
        { service: 'ldap', sent: 2100, received: 46_000, process: shell, session },
      );
    if (operation.flag('wide'))
      for (const server of run.scene.windowsServers.slice(0, 24)) {
        connect(
          trail,
          host,
          { ip: server.ip, port: 445, host: server },
          { service: 'smb', sent: 310, received: 290, duration: 30, process: from.process, session },
        );
        yield seconds(1 + operation.random(server.name).int(4));
      }
    trail.write({ kind: 'process-end', at: trail.tick(), host, cause: trail.cause, session, process: shell });
    return done;
  },
};
