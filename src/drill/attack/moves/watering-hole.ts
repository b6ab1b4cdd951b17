// People visit a site they know; it was altered and sends some of them on to an implant.
import { Type } from 'typebox';
import { seconds } from '../../run/state.ts';
import { deskSession } from '../../run/traces/logon.ts';
import { alarm, browserAgent, fetchPage } from '../../run/traces/network.ts';
import { desktop, file, start } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, fileHash, parameters } from './shared.ts';

export const wateringHole: Move = {
  id: 'watering-hole',
  title: { ja: '改ざんされたサイトの閲覧で感染する', en: 'A visit of an altered site infects PCs' },
  summary: {
    ja: '業務で見るサイトが改ざんされ、選ばれた閲覧者だけが別のサイトへ転送されて感染する。',
    en: 'A site of the daily work was altered; chosen visitors are sent on and infected.',
  },
  parameters: parameters({
    site: castName('Altered site'),
    relay: castName('Domain it sends visitors to'),
    person: castName('Who is infected'),
    also: Type.Optional(castName('Others who visit it and are sent on, too')),
    implant: Type.String({ description: 'File name of the implant' }),
  }),
  remote: false,
  *play(operation) {
    const { trail, run } = operation;
    const site = operation.site('site');
    const relay = operation.domain('relay');
    const implant = operation.text('implant');
    const sha256 = fileHash(operation, implant);
    operation.left('domain', site.domain, relay.domain);
    operation.left('ip', relay.address);
    operation.left('url', `http://${relay.domain}/js/lib.js`);
    let infected = 0;
    const visitors = [operation.person('person'), ...(operation.has('also') ? operation.people('also') : [])];
    for (const [i, person] of visitors.entries()) {
      yield seconds(i === 0 ? 1 : 60 + operation.random(`visit ${person.id}`).int(900));
      const session = deskSession(run, person.pc);
      const browser = start(trail, {
        session,
        parent: desktop(trail, session),
        image: 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
        commandLine: '"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"',
        description: 'Microsoft Edge',
        company: 'Microsoft Corporation',
      });
      const base = {
        host: person.pc,
        account: person.account,
        agent: browserAgent(run, person),
        process: browser,
        session,
      };
      const host = site.hosts[0] ?? site.domain;
      const page = fetchPage(trail, {
        ...base,
        url: {
          scheme: site.tls ? 'https' : 'http',
          domain: host,
          path: site.paths[0] ?? '/',
          address: site.addresses[0] ?? '198.18.0.1',
        },
        bytes: 48_200,
      });
      if (page !== 'ok') continue;
      const referer = `http://${host}/`;
      const script = fetchPage(trail, {
        ...base,
        url: { scheme: 'http', domain: relay.domain, path: '/js/lib.js', address: relay.address },
        bytes: 9120,
        mime: 'application/javascript',
        referer,
      });
      if (script !== 'ok' || run.situation.patched.has('browsers')) continue;
      // Some visitors only are given more: the relay looks at where they come from.
      if (i > 0 && operation.random(`chosen ${person.id}`).chance(0.4)) continue;
      const path = `C:\\Users\\${person.account}\\AppData\\Local\\Temp\\${implant}`;
      const body = fetchPage(trail, {
        ...base,
        url: {
          scheme: 'http',
          domain: relay.domain,
          path: `/img/${run.random('body', person.id).hex(8)}.gif`,
          address: relay.address,
        },
        bytes: 198_400,
        mime: 'image/gif',
        referer,
        sha256,
      });
      if (body !== 'ok') continue;
      alarm(
        trail,
        person.pc,
        {
          signature: 9_000_318,
          name: 'POLICY executable content in a reply declared as image',
          category: 'Potentially Bad Traffic',
        },
        { ip: relay.address, port: 80 },
        { ip: run.world.organisation.publicAddress, port: 43_000 + i },
      );
      file(trail, session, browser, 'create', path, 197_632, { sha256, origin: `http://${relay.domain}/` });
      const process = start(trail, {
        session,
        parent: browser,
        image: path,
        commandLine: `"${path}"`,
        sha256,
        directory: `C:\\Users\\${person.account}\\`,
      });
      operation.left('path', path);
      operation.leftHash(person.pc, sha256);
      operation.plant({ host: person.pc, session, process, path, sha256, level: 'user' });
      operation.learn(person.account, 'user');
      infected++;
    }
    return infected > 0 ? done : failed('download-blocked');
  },
};
