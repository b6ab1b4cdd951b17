// Pages of the public site are replaced by a message, or get a redirect added.
import { Type } from 'typebox';
import { outsider } from '../../activity/background/visitors.ts';
import { publicSite } from '../../run/public.ts';
import { minutes, seconds } from '../../run/state.ts';
import { browserAgent, fetchPage, visit } from '../../run/traces/network.ts';
import { done, failed, type Move, type Operation } from '../operation.ts';
import { castName, openPage, parameters } from './shared.ts';

/** Of the staff so many meet a redirect. */
const readers = 4;

export const deface: Move = {
  id: 'deface',
  title: { ja: '公開ページを書き換える', en: 'Alters pages of the public site' },
  summary: {
    ja: '公開サイトのページを主張文に置き換える。裏口が残れば、直されてもまた書き換える。',
    en: 'Replaces pages by a message; does it again after a restore while a back door is left.',
  },
  parameters: parameters({
    from: castName('Web server'),
    pages: Type.String({ description: 'Paths, separated by blanks' }),
    redirect: Type.Optional(castName('Domain pages send visitors to')),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const { situation } = run;
    const server = publicSite(run.scene);
    const again = run.variant.scenario.attacker.reactions.find(one => one.rule === 'again')?.minutes;
    const pages = operation.text('pages').split(' ');
    for (let round = 0; round < 4; round++) {
      if (!(yield* operation.regain())) return round === 0 ? failed('address-blocked') : done;
      situation.facts.delete('site-restored');
      for (const page of pages) {
        visit(trail, server, from.origin, {
          method: 'POST',
          path: from.implant.path.replace('/var/www/html', ''),
          status: 200,
          bytes: 90,
          sent: 9000,
        });
        openPage(trail, server, `/var/www/html${page}`, 'O_WRONLY|O_TRUNC');
        visit(trail, server, outsider(run.scene, run.random('visitor', page, round), false), {
          path: page,
          status: 200,
          bytes: operation.has('redirect') ? 18_100 : 2913,
        });
        yield seconds(15);
      }
      operation.left('path', ...pages.map(page => `/var/www/html${page}`));
      if (operation.has('redirect')) sentOn(operation);
      situation.facts.add('site-altered');
      operation.lose('public-web');
      if (again === undefined) return done;
      while (!situation.facts.has('site-restored')) {
        if (run.now > run.variant.end - minutes(20)) return done;
        yield minutes(5);
      }
      yield minutes(again);
    }
    return done;
  },
};

/** People of the organisation look at their own pages, too, and are sent on like everybody: the proxy sees it. */
function sentOn(operation: Operation): void {
  const { run, trail } = operation;
  const { domain, address } = operation.domain('redirect');
  const random = operation.random('sent on');
  for (let n = 0; n < readers; n++) {
    const person = random.pick(run.world.organisation.people);
    fetchPage(trail, {
      host: person.pc,
      account: person.account,
      url: { scheme: 'http', domain, path: '/', address },
      bytes: 21_400,
      referer: `https://www.${run.world.organisation.domain}/`,
      agent: browserAgent(run, person),
    });
  }
  operation.left('domain', domain);
  operation.left('ip', address);
}
