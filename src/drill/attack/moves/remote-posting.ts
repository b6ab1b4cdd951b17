// An infected PC is made to post threats on a board: its owner seems to have written them.
import { minutes } from '../../run/state.ts';
import { fetchPage } from '../../run/traces/network.ts';
import { exchange } from '../beacon.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

export const remotePosting: Move = {
  id: 'remote-posting',
  title: { ja: '乗っ取った端末から脅迫を書き込む', en: 'Posts threats from a remote-controlled PC' },
  summary: {
    ja: '遠隔操作で掲示板に書き込み、持ち主の仕業に見せる。',
    en: 'Writes on a board by remote control, so that it looks like the owner.',
  },
  parameters: parameters({
    from: castName('Infected PC'),
    site: castName('Board'),
    times: count('Number of posts'),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const site = operation.site('site');
    operation.left('domain', site.domain);
    let posts = 0;
    for (let i = 0; i < operation.number('times', 3); i++) {
      exchange(run, trail, from, { path: '/cmd', sent: 300, received: 1900 });
      const reply = fetchPage(trail, {
        host: from.host,
        account: from.session.account,
        url: {
          scheme: 'http',
          domain: site.domain,
          path: '/board/post',
          address: site.addresses[0] ?? '198.18.0.2',
        },
        method: 'POST',
        bytes: 812,
        sent: 1440,
        agent: run.variant.scenario.attacker.agent,
        process: from.process,
        session: from.session,
      });
      if (reply === 'ok') {
        posts++;
        operation.lose(
          'threats',
          run.situation.facts.has('police-informed') ? 0 : 1 / operation.number('times', 3),
        );
      }
      yield minutes(10 + operation.random(`post ${i}`).int(25));
    }
    return posts > 0 ? done : failed('channel-dead');
  },
};
