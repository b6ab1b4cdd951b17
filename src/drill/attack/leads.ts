// False leads: harmless happenings of the day that look like part of the attack. Each has an innocent explanation that
// somebody can give.
import type { Localized } from '#model/localized.ts';
import { anyMember } from '../activity/background/members.ts';
import { agents, outsider } from '../activity/background/visitors.ts';
import { applicationOf, publicSite } from '../run/public.ts';
import { type Course, makeTrail, minutes, play, type RunState, seconds, type Trail } from '../run/state.ts';
import { deskSession, networkLogon, systemSession } from '../run/traces/logon.ts';
import { alarm, browserAgent, connect, fetchPage, mailIn, visit } from '../run/traces/network.ts';
import { service, start, systemParents } from '../run/traces/process.ts';
import type { Person } from '../world/entities.ts';
import type { Random } from '../world/random.ts';

interface Lead {
  id: string;
  title: Localized;
  /** Why it is harmless: for the debrief. */
  explanation: Localized;
  play(run: RunState, trail: Trail, random: Random): Course<void>;
}

/** Somebody at their desk today who is no part of the cast. */
function bystander(run: RunState, random: Random, duty?: Person['duty']): Person {
  const cast = new Set(
    Object.values(run.variant.cast).flatMap(one => (one.kind === 'person' ? [one.person.id] : [])),
  );
  const day = run.scene.dayOf(run.variant.start);
  const fitting = run.world.organisation.people.filter(
    person =>
      !cast.has(person.id) &&
      (duty === undefined || person.duty === duty) &&
      run.scene.plan(person, day)?.remote === false,
  );
  return random.pick(fitting.length > 0 ? fitting : run.world.organisation.people);
}

const adminTool: Lead = {
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

const scanner: Lead = {
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

const forgotten: Lead = {
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

const upload: Lead = {
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

const traveller: Lead = {
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

const oddMail: Lead = {
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

const checker: Lead = {
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

const gateway: Lead = {
  id: 'carrier-gateway',
  title: { ja: '一つのアドレスから多数の利用者', en: 'Many users behind one address' },
  explanation: {
    ja: '携帯事業者の共用アドレス。別々の利用者がそれぞれログインしており、多くは成功している。',
    en: 'The shared address of a mobile carrier: different people log in, most of them with success.',
  },
  *play(run, trail, random) {
    const { id, host } = applicationOf(run.scene);
    const from = outsider(run.scene, random, false);
    for (let i = 0; i < 60; i++) {
      const account = anyMember(run.world.seed, random);
      for (let wrong = random.chance(0.3) ? 1 + random.int(2) : 0; wrong >= 0; wrong--) {
        const ok = wrong === 0;
        visit(trail, host, from, {
          method: 'POST',
          path: '/login',
          status: ok ? 302 : 200,
          bytes: ok ? 512 : 4310,
          sent: 640,
          agent: random.pick(agents),
        });
        trail.write({
          kind: 'application',
          at: trail.tick(),
          host,
          cause: trail.cause,
          application: id,
          what: ok ? 'login' : 'login-failed',
          account,
          client: from,
          object: '',
          detail: ok ? '' : 'wrong password',
        });
        yield seconds(10 + random.int(25));
      }
      yield seconds(20 + random.int(90));
    }
  },
};

const linkChecker: Lead = {
  id: 'link-checker',
  title: { ja: '公開サイトの網羅的な巡回', en: 'A visitor who asks for every page' },
  explanation: {
    ja: '制作会社のリンク切れ点検。契約があり、毎月行われる。見つからないページを大量に求めるが、書き込みはしない。',
    en: 'The monthly check for dead links by the agency that makes the pages; asks for many missing pages, writes nothing.',
  },
  *play(run, trail, random) {
    const server = publicSite(run.scene);
    const from = outsider(run.scene, random, false);
    for (let i = 0; i < 240; i++) {
      visit(trail, server, from, {
        path: random.chance(0.3)
          ? `/old/${1000 + random.int(4000)}.html`
          : `/${random.pick(['news', 'forms', 'events', 'faq'])}/${1000 + random.int(4000)}.html`,
        status: random.chance(0.35) ? 404 : 200,
        bytes: 3000 + random.int(9000),
        agent: 'Mozilla/5.0 (compatible; DeadLinkCheck/4.1)',
      });
      yield seconds(1 + random.int(4));
    }
    alarm(
      trail,
      server,
      {
        signature: 9_000_101,
        name: 'SCAN requests for known weak web paths',
        category: 'Web Application Attack',
      },
      { ip: from, port: 40_000 + random.int(9000) },
      { ip: run.world.organisation.publicWeb, port: 443 },
    );
  },
};

const pageUpdate: Lead = {
  id: 'page-update',
  title: { ja: '公開ページの一斉更新', en: 'Many public pages change at once' },
  explanation: {
    ja: '広報担当が編集画面から行った更新。更新の予定表にあり、職場のアドレスから行われている。',
    en: 'Public relations edit pages with the editor, as planned and from their own PC.',
  },
  *play(run, trail, random) {
    const server = publicSite(run.scene);
    const editor = bystander(run, random);
    const from = editor.pc.ip;
    const ask = (method: string, path: string, status: number) =>
      visit(trail, server, from, { method, path, status, bytes: 2900, sent: method === 'POST' ? 5200 : 420 });
    ask('GET', '/admin/login.php', 200);
    for (let wrong = random.int(3); wrong >= 0; wrong--) {
      yield seconds(8 + random.int(12));
      ask('POST', '/admin/login.php', wrong === 0 ? 302 : 200);
    }
    for (let i = 0; i < 6 + random.int(6); i++) {
      yield seconds(40 + random.int(200));
      const upload = random.chance(0.4);
      const file = `${random.pick(['news', 'events', 'forms', 'bousai'])}/${1000 + random.int(4000)}`;
      ask('POST', upload ? '/admin/upload.php' : '/admin/edit.php', 200);
      trail.write({
        kind: 'audit',
        at: trail.tick(),
        host: server,
        cause: trail.cause,
        what: 'open',
        account: 'www-data',
        uid: 33,
        pid: 900 + random.int(4000),
        exe: '/usr/sbin/apache2',
        arguments: [upload ? 'O_CREAT' : 'O_WRONLY|O_TRUNC'],
        path: `/var/www/html/${file}${upload ? '.pdf' : '.html'}`,
        ok: true,
      });
    }
  },
};

export const leads: ReadonlyMap<string, Lead> = new Map(
  [adminTool, scanner, forgotten, upload, traveller, oddMail, checker, gateway, linkChecker, pageUpdate].map(
    lead => [lead.id, lead],
  ),
);

/** Puts the variant's false leads on the clock, each at a time of its own in the first two thirds of the window. */
export function startLeads(run: RunState): void {
  const { start: from, end, leads: chosen } = run.variant;
  for (const id of chosen) {
    const lead = leads.get(id);
    if (!lead) continue;
    const random = run.random('lead', id);
    run.queue.put(from + (end - from) * 0.66 * random.next(), at => {
      run.now = at;
      play(run, lead.play(run, makeTrail(run, `oddity:${id}`), random), () => {});
    });
  }
}
