// False leads between people and the outside: uploads, journeys, mail, programs that call out.
import { minutes, seconds } from '../../run/state.ts';
import { deskSession } from '../../run/traces/logon.ts';
import { browserAgent, fetchPage, mailIn } from '../../run/traces/network.ts';
import { bystander, type Lead } from './lead.ts';

export const upload: Lead = {
  id: 'big-upload',
  title: { ja: '大きなファイルを外へ送る職員', en: 'Somebody sends a large file out' },
  explanation: {
    ja: '印刷会社への入稿。上司が承知している。',
    en: 'Material for a printing company; the manager knows.',
  },
  *play(run, trail, random) {
    const person = bystander(run, random);
    const sites = run.world.internet.sites.filter(
      one => one.category === 'cloud' || one.category === 'partner',
    );
    const site = random.pick(sites.length > 0 ? sites : run.world.internet.sites);
    const session = deskSession(run, person.pc);
    for (let i = 0; i < 8; i++) {
      fetchPage(trail, {
        host: person.pc,
        account: person.account,
        url: {
          scheme: 'https',
          domain: site.hosts[0] ?? site.domain,
          path: '/',
          address: site.addresses[0] ?? '198.18.0.1',
        },
        method: 'CONNECT',
        bytes: 4200,
        sent: 60_000_000 + random.int(40_000_000),
        duration: 95_000,
        mime: '',
        agent: browserAgent(run, person),
        session,
      });
      yield minutes(2 + random.int(4));
    }
  },
};

export const traveller: Lead = {
  id: 'foreign-vpn',
  title: { ja: '海外からの VPN 接続', en: 'A VPN connection from abroad' },
  explanation: {
    ja: '出張中の管理職。出張届がある。',
    en: 'A manager on a business trip; it was announced.',
  },
  *play(run, trail, random) {
    const person = bystander(run, random, 'manager');
    const gate = run.scene.role('vpn')[0] ?? run.scene.role('firewall')[0];
    if (!gate) return;
    const foreign = run.world.internet.providers.filter(one => one.country !== 'JP');
    const cidr =
      (foreign.length > 0 ? random.pick(foreign) : run.world.internet.providers[0])?.cidrs[0] ??
      '198.18.9.0/24';
    const from = cidr.replace(/\d+\/\d+$/, String(2 + random.int(250)));
    const base = {
      kind: 'vpn' as const,
      host: gate,
      cause: trail.cause,
      account: person.account,
      from,
      person,
    };
    trail.write({
      ...base,
      at: trail.tick(),
      what: 'failed',
      assigned: '',
      sent: 0,
      received: 0,
      duration: 0,
      reason: 'authentication failed',
    });
    yield seconds(30);
    trail.write({
      ...base,
      at: trail.tick(),
      what: 'connect',
      assigned: '10.99.0.61',
      sent: 0,
      received: 0,
      duration: 0,
      reason: '',
    });
    const length = 30 + random.int(60);
    yield minutes(length);
    trail.write({
      ...base,
      at: trail.tick(),
      what: 'disconnect',
      assigned: '10.99.0.61',
      sent: 4_100_000,
      received: 22_000_000,
      duration: length * 60_000,
      reason: 'user request',
    });
  },
};

export const oddMail: Lead = {
  id: 'odd-mail',
  title: { ja: '取引先の変わったメール', en: 'An odd mail of a partner' },
  explanation: {
    ja: '取引先がメールサーバを替えた。添付は本物の見積書。',
    en: 'The partner changed its mail server; the attachment is a true quotation.',
  },
  *play(run, trail, random) {
    const partners = run.world.internet.correspondents.filter(
      one => one.kind === 'partner' || one.kind === 'vendor',
    );
    if (partners.length === 0) return;
    const partner = random.pick(partners);
    for (let i = 0; i < 2 + random.int(3); i++) {
      const person = bystander(run, random);
      mailIn(trail, {
        from: { name: partner.name.ja, mail: partner.mail },
        envelopeFrom: partner.mail,
        peer: { ip: partner.address.replace(/\d+$/, '77'), name: `new-${partner.server}` },
        to: [person.mail],
        subject: '至急:御見積書の差し替えについて',
        body: `${person.name.ja} 様\n\nお世話になっております。見積書に誤りがありましたので差し替えをお願いいたします。\n\n${partner.name.ja}\n`,
        attachments: [
          {
            name: '御見積書_差替.xlsm',
            mime: 'application/vnd.ms-excel.sheet.macroEnabled.12',
            bytes: 61_440,
            sha256: random.hex(64),
          },
        ],
        spf: 'softfail',
      });
      yield minutes(1 + random.int(5));
    }
  },
};

export const checker: Lead = {
  id: 'regular-checker',
  title: {
    ja: '一定間隔で外部と通信する正規のソフト',
    en: 'Legitimate software that calls out at regular intervals',
  },
  explanation: {
    ja: '新しく入れた時刻表ソフトの更新確認。',
    en: 'The update check of a newly installed timetable program.',
  },
  *play(run, trail, random) {
    const person = bystander(run, random);
    const session = deskSession(run, person.pc);
    const label = random.pick(['timetable', 'calendar', 'route', 'weather']);
    const domain = `${label}-updates.example`;
    for (let i = 0; i < 90; i++) {
      fetchPage(trail, {
        host: person.pc,
        account: person.account,
        url: { scheme: 'https', domain, path: '/', address: '198.18.250.20' },
        method: 'CONNECT',
        bytes: 900,
        sent: 420,
        mime: '',
        agent: `${label}-client/3.2`,
        session,
      });
      yield seconds(120);
    }
  },
};
