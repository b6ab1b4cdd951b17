// False leads at the public servers: shared addresses, link checks, pages edited.
import { anyMember } from '../../activity/background/members.ts';
import { agents, outsider } from '../../activity/background/visitors.ts';
import { applicationOf, publicSite } from '../../run/public.ts';
import { seconds } from '../../run/state.ts';
import { alarm, visit } from '../../run/traces/network.ts';
import { bystander, type Lead } from './lead.ts';

export const gateway: Lead = {
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

export const linkChecker: Lead = {
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

export const pageUpdate: Lead = {
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
