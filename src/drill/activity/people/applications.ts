// Work in the organisation's own applications: pages of portal and records, what they log, and the queries behind.
import type { Application, Person } from '../../world/entities.ts';
import { hashKeys, type Random } from '../../world/random.ts';
import type { Behaviour } from '../behaviour.ts';
import { clientPort, ticket } from '../make/logon.ts';
import { personWho } from '../make/session.ts';
import type { Scene } from '../scene.ts';
import { atMoments } from './at-work.ts';
import { browserOf } from './web.ts';

const menus: Record<Application['kind'], readonly string[]> = {
  portal: ['/', '/notice/{n}', '/schedule/week', '/workflow/list', '/workflow/{n}', '/phonebook?q={n}'],
  business: ['/', '/slips/list', '/slips/{n}', '/slips/{n}/edit', '/reports/monthly', '/budget/{n}'],
  records: ['/search', '/records/{n}', '/records/{n}/history', '/certificates/{n}', '/records/{n}/edit'],
  public: ['/admin/bookings', '/admin/bookings/{n}', '/admin/calendar'],
  mail: ['/', '/mail/inbox', '/mail/message/{n}', '/mail/compose', '/calendar'],
};

const usable = new WeakMap<Scene, Map<number, readonly Application[]>>();

/** Applications of a department: those for everybody and those of its own. */
export function applicationsOf(scene: Scene, person: Person): readonly Application[] {
  let known = usable.get(scene);
  if (!known) {
    known = new Map();
    usable.set(scene, known);
  }
  const { index } = person.department;
  let list = known.get(index);
  if (!list) {
    list = scene.world.organisation.applications.filter(
      one => one.departments.length === 0 || one.departments.some(department => department.index === index),
    );
    known.set(index, list);
  }
  return list;
}

const statements: readonly ((n: number) => string)[] = [
  n =>
    `SELECT id, title, updated_at FROM items WHERE owner_id = ${n % 9000} ORDER BY updated_at DESC LIMIT 50`,
  n => `SELECT * FROM records WHERE record_id = ${n}`,
  n => `SELECT count(*) FROM entries WHERE section_id = ${n % 400}`,
  n => `UPDATE records SET updated_at = now(), updated_by = ${n % 9000} WHERE record_id = ${n}`,
  n => `INSERT INTO access_log (user_id, record_id, at) VALUES (${n % 9000}, ${n}, now())`,
];

/** A query of an application to its database. */
export function query(
  scene: Scene,
  happens: Parameters<Behaviour['live']>[2],
  application: Application,
  at: number,
  random: Random,
): void {
  if (!application.database) return;
  const kind = random.int(statements.length);
  happens({
    kind: 'database',
    at,
    host: application.database,
    cause: '',
    database: application.databaseName,
    account: `app_${application.databaseName}`,
    client: application.host.ip,
    statement: statements[kind]!(100_000 + (hashKeys(scene.seed, at) % 800_000)),
    rows: kind === 0 ? random.int(50) : 1,
    duration: random.lognormal(0.9, 1),
    ok: true,
  });
}

export const applications: Behaviour = {
  id: 'applications',
  summary: 'Use of portal, records and accounts inside, with their databases',
  live(scene, slice, happens) {
    const { habits } = scene.world.organisation;
    atMoments(
      scene,
      slice,
      'applications',
      plan => habits.applicationUses * Math.min(plan.person.pace, 2.5) * 0.5,
      (plan, at, random) => {
        const { person } = plan;
        const choices = applicationsOf(scene, person);
        if (choices.length === 0) return;
        const application = random.pick(choices);
        const browser = browserOf(scene, plan);
        const base = application.domain;
        const client = { host: person.pc, ip: plan.ip };
        const number = 100_000 + random.int(800_000);
        if (random.next() < 0.22) {
          ticket(
            scene,
            happens,
            at,
            random,
            personWho(scene, person),
            client,
            'service',
            `${application.host.name}$`,
          );
          const failed = random.next() < 0.04;
          happens({
            kind: 'application',
            at: at + 60,
            host: application.host,
            cause: '',
            application: application.id,
            what: failed ? 'login-failed' : 'login',
            account: person.account,
            client: plan.ip,
            object: '',
            detail: failed ? 'wrong password' : '',
          });
        }
        let when = at + 70 + random.next() * 90;
        for (let n = 1 + Math.min(5, random.poisson(1.3)); n > 0; n--) {
          const page = random.pick(menus[application.kind]);
          const edits = page.endsWith('/edit') && random.next() < 0.5;
          happens({
            kind: 'web',
            at: when,
            host: application.host,
            cause: '',
            client: { ip: plan.ip, port: clientPort(random), host: person.pc, account: person.account },
            via: 'server',
            method: edits ? 'POST' : 'GET',
            scheme: 'https',
            domain: base,
            port: 443,
            path: page.replace('{n}', String(number)),
            address: application.host.ip,
            status: random.next() < 0.008 ? 500 : edits ? 302 : 200,
            bytes: Math.round(random.lognormal(9.2, 0.8)),
            sent: edits ? 900 + random.int(3000) : 350 + random.int(200),
            duration: random.lognormal(4.8, 0.7),
            mime: 'text/html',
            referer: `https://${base}/`,
            agent: browser.agent,
            verdict: 'miss',
            ...browser.by,
          });
          if (random.next() < 0.6)
            happens({
              kind: 'application',
              at: when + 20 + random.next() * 60,
              host: application.host,
              cause: '',
              application: application.id,
              what: edits ? 'change' : random.next() < 0.015 ? 'export' : 'view',
              account: person.account,
              client: plan.ip,
              object: String(number),
              detail: page.replace('{n}', String(number)),
            });
          query(scene, happens, application, when + 12 + random.next() * 20, random);
          when += 3000 + random.lognormal(9.4, 0.7);
          if (when > slice.to + 500_000) break;
        }
      },
    );
  },
};
