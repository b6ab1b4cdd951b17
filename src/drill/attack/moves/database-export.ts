// Whole tables of personal data are read out of the database and carried away in pieces.
import { Type } from 'typebox';
import { applicationOf } from '../../run/public.ts';
import { isolated, reachable } from '../../run/situation.ts';
import { minutes } from '../../run/state.ts';
import { visit } from '../../run/traces/network.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

export const databaseExport: Move = {
  id: 'database-export',
  title: { ja: '個人情報をデータベースから大量に持ち出す', en: 'Carries personal data out of the database' },
  summary: {
    ja: '公開サーバを足場に会員の表を読み出し、外へ送る。',
    en: 'Reads member tables through the public server and sends them out.',
  },
  parameters: parameters({
    from: castName('Web server'),
    address: castName('Address it goes to'),
    rows: count('Rows in all'),
    pieces: Type.Optional(count('Pieces')),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const application = applicationOf(run.scene);
    const database = application.database;
    if (!database) return failed('target-unreachable');
    const pieces = operation.number('pieces', 20);
    const address = operation.address('address');
    operation.touched(database);
    operation.left('ip', address);
    let sent = 0;
    for (let i = 0; i < pieces; i++) {
      if (!(yield* operation.regain())) return sent > 0 ? done : failed('address-blocked');
      yield minutes(3 + operation.random(`piece ${i}`).int(6));
      if (
        !from.alive ||
        !reachable(run.situation, from.host, database) ||
        isolated(run.situation, application.host)
      )
        continue;
      if (
        run.situation.standing.some(
          one => one.hold === 'address' && one.value === address && one.until === Number.POSITIVE_INFINITY,
        )
      )
        continue;
      const rows = Math.round(operation.number('rows', 1_000_000) / pieces);
      trail.write({
        kind: 'database',
        at: trail.tick(),
        host: database,
        cause: trail.cause,
        database: application.databaseName,
        account: 'webapp',
        client: from.host.ip,
        statement: `SELECT * FROM members ORDER BY id LIMIT ${rows} OFFSET ${i * rows}`,
        rows,
        duration: 42_000,
        ok: true,
      });
      visit(trail, from.host, address, {
        method: 'POST',
        path: from.implant.path.replace('/var/www/html', ''),
        status: 200,
        bytes: rows * 180,
        sent: 400,
        duration: 180_000,
        mime: 'application/octet-stream',
      });
      operation.stole('members');
      operation.lose(application.databaseName, 1 / pieces);
      sent++;
    }
    return sent > 0 ? done : failed('target-unreachable');
  },
};
