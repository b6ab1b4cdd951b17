// False leads inside: maintenance, scans, mistyped passwords.
import { seconds } from '../../run/state.ts';
import { networkLogon, systemSession } from '../../run/traces/logon.ts';
import { alarm, connect } from '../../run/traces/network.ts';
import { service, start, systemParents } from '../../run/traces/process.ts';
import { bystander, type Lead } from './lead.ts';

export const adminTool: Lead = {
  id: 'admin-tool',
  title: { ja: '管理者が遠隔保守の道具を使う', en: 'An administrator uses a remote maintenance tool' },
  explanation: {
    ja: '計画された保守作業。作業記録がある。',
    en: 'Planned maintenance; there is a record of it.',
  },
  *play(run, trail, random) {
    const administrator = bystander(run, random, 'system-administrator');
    for (const target of run.scene.windowsServers.slice(0, 3 + random.int(3))) {
      if (target.roles.includes('domain-controller')) continue;
      const session = networkLogon(trail, {
        from: administrator.pc,
        to: target,
        account: administrator.account,
        over: 'smb',
        elevated: true,
      });
      service(
        trail,
        { ...session, host: target },
        'installed',
        'MaintRemoteSvc',
        '%SystemRoot%\\MaintRemoteSvc.exe',
        'Maintenance Remote Service',
      );
      const system = systemSession(run, target);
      start(trail, {
        session: system,
        parent: systemParents(trail, target).services,
        image: 'C:\\Windows\\MaintRemoteSvc.exe',
        commandLine: 'C:\\Windows\\MaintRemoteSvc.exe',
        integrity: 'System',
        company: 'Maintenance Works',
        description: 'Maintenance Remote Service',
      });
      yield seconds(60 + random.int(200));
    }
  },
};

export const scanner: Lead = {
  id: 'inside-scan',
  title: { ja: '内部の脆弱性検査', en: 'A vulnerability scan inside' },
  explanation: {
    ja: '毎月の検査。送信元は検査用サーバ。',
    en: 'The monthly check; it comes from the server meant for it.',
  },
  *play(run, trail, random) {
    const from =
      run.scene.role('antivirus')[0] ?? run.scene.role('update')[0] ?? run.scene.windowsServers[0]!;
    for (const target of run.world.organisation.hosts.slice(0, 60)) {
      if (!target.ip || target === from) continue;
      for (const port of [22, 80, 135, 445, 3389])
        connect(
          trail,
          from,
          { ip: target.ip, port, host: target },
          {
            service: '-',
            sent: 60,
            received: 40,
            duration: 20,
            result: random.chance(0.6) ? 'refused' : 'ok',
          },
        );
      yield seconds(1 + random.int(4));
    }
    alarm(
      trail,
      from,
      {
        signature: 9_000_210,
        name: 'SCAN many ports of one host in a short time',
        category: 'Attempted Information Leak',
      },
      { ip: from.ip, port: 51_000 },
      { ip: run.scene.windowsServers.at(-1)?.ip ?? from.ip, port: 445 },
    );
  },
};

export const forgotten: Lead = {
  id: 'forgotten-password',
  title: { ja: '休み明けの職員が何度も間違える', en: 'Somebody back from leave mistypes again and again' },
  explanation: {
    ja: '本人がパスワードを変えたのを忘れていた。',
    en: 'They had forgotten that they changed their password.',
  },
  *play(run, trail, random) {
    const person = bystander(run, random);
    const server = run.scene.role('file')[0] ?? run.scene.windowsServers[0]!;
    for (let i = 0; i < 6 + random.int(8); i++) {
      networkLogon(trail, {
        from: person.pc,
        to: server,
        account: person.account,
        over: 'smb',
        ok: false,
        failure: 'bad-password',
      });
      yield seconds(8 + random.int(30));
    }
    networkLogon(trail, { from: person.pc, to: server, account: person.account, over: 'smb' });
  },
};
