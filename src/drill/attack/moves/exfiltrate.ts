// The packed files leave over the command channel, piece by piece; a dead channel is waited out.
import { Type } from 'typebox';
import { controls } from '../../run/situation.ts';
import { minutes, seconds } from '../../run/state.ts';
import { file } from '../../run/traces/process.ts';
import { exchange } from '../beacon.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, count, parameters } from './shared.ts';

export const exfiltrate: Move = {
  id: 'exfiltrate',
  title: { ja: '文書を外へ持ち出す', en: 'Sends the files out' },
  summary: {
    ja: '書庫を分割して指令通信路で外部へ送る。止められた分だけ持ち出しは減る。',
    en: 'Sends the archive in pieces over the command channel; what is stopped in time is not lost.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    jewel: castName('What is taken'),
    pieces: Type.Optional(count('Number of pieces')),
    pause: Type.Optional(count('Minutes between pieces')),
  }),
  remote: true,
  *play(operation) {
    const { trail, run } = operation;
    const jewel = operation.jewel('jewel');
    const pieces = operation.number('pieces', 20);
    const total = jewel.files.reduce((sum, one) => sum + one.bytes, 0) * 0.6;
    // Pieces sent in an earlier attempt are not sent (or lost) again.
    const fact = (n: number) => `piece:${operation.step.id}:${n}`;
    const waited = minutes(operation.number('patience', 180));
    const moveOn = run.variant.scenario.attacker.reactions.find(
      one => one.rule === 'other-foothold',
    )?.minutes;
    let via = operation.from;
    let idle = 0;
    for (let n = 0; n < pieces; n++) {
      if (run.situation.facts.has(fact(n))) continue;
      // The files are read and packed again elsewhere when the host they lie on stays lost.
      if (moveOn !== undefined && idle >= minutes(moveOn) && !controls(run.situation, via)) {
        const other = run.situation.footholds.findLast(one => !one.via && controls(run.situation, one));
        if (other) {
          via = other;
          operation.touched(other.host);
          yield minutes(20);
        }
      }
      const root = via.via && !via.via.via ? via.via : via;
      const ready = controls(run.situation, via) && run.now >= run.situation.sleepUntil;
      const reply = ready
        ? exchange(run, trail, root, {
            method: 'POST',
            path: `/upload/${run.random('upload', n).hex(12)}`,
            sent: Math.round(total / pieces),
            received: 240,
            duration: 21_000,
          })
        : 'silent';
      if (reply === 'ok') {
        run.situation.facts.add(fact(n));
        operation.lose(jewel.id, 1 / pieces);
        operation.stole(
          ...jewel.files
            .slice(
              Math.floor((n * jewel.files.length) / pieces),
              Math.ceil(((n + 1) * jewel.files.length) / pieces),
            )
            .map(one => one.path),
        );
        yield minutes(
          operation.number('pause', 2) *
            (0.7 + 0.6 * operation.random(`pause ${n}`).next()) *
            (run.situation.hurried ? 0.3 : 1),
        );
        continue;
      }
      n--;
      idle += minutes(5);
      if (idle > waited) return failed('channel-dead');
      yield minutes(5);
    }
    file(trail, operation.from.session, operation.from.process, 'delete', 'C:\\ProgramData\\stage\\', 0);
    yield seconds(1);
    return done;
  },
};
