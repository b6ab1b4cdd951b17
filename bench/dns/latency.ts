// From a decision (service.add, service.falsePositive) to the resolver's new answer, with questions in the background.
import type { Indicator } from '#model/record/indicator.ts';
import { DnsClient } from '#warn/protect/peers/client.ts';
import { type Laboratory, warningAddress } from './setting.ts';

export interface Latency {
  times: number[];
  asked: number;
  lost: number;
  worstAnswerMs: number;
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;

/** Lists new names (never asked and just asked), takes them off again, and takes names of the base list off and on. */
export async function measureLatency(
  laboratory: Laboratory,
  port: number,
  label: string,
  rounds: number,
): Promise<Latency> {
  const client = await DnsClient.open(port);
  const load = await DnsClient.open(port);
  const result: Latency = { times: [], asked: 0, lost: 0, worstAnswerMs: 0 };
  const waiting = new Set<Promise<void>>();
  const until = async (name: string, blocked: boolean): Promise<void> => {
    for (const end = performance.now() + 90_000; performance.now() < end; ) {
      const answer = await client.ask(name, 1, 2_000);
      if (answer && answer.addresses.includes(warningAddress) === blocked) return;
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    throw new Error(`${label}: ${name} was not ${blocked ? 'blocked' : 'answered'} within 90 s`);
  };
  // The first transfer of a large zone is not what is measured: Unbound answers nobody while it takes one in.
  await until('base-0.bad.example', true);
  // 500 questions a second: five each 10 ms, because timers are no finer.
  const background = setInterval(() => {
    for (let each = 0; each < 5; each++) {
      result.asked += 1;
      const asked = load.ask(`background-${result.asked % 200}.example`, 1, 2_000).then(answer => {
        if (!answer) result.lost += 1;
        else result.worstAnswerMs = Math.max(result.worstAnswerMs, answer.ms);
        waiting.delete(asked);
      });
      waiting.add(asked);
    }
  }, 10);
  const timed = async (
    name: string,
    blocked: boolean,
    change: () => Promise<Indicator>,
  ): Promise<Indicator> => {
    const start = performance.now();
    const done = await change();
    await until(name, blocked);
    result.times.push(performance.now() - start);
    await new Promise(resolve => setTimeout(resolve, 30));
    return done;
  };
  const add = (value: string) => () =>
    laboratory.service.add(
      { value, confidence: 80, reason: { id: 'bench', values: {} }, days: 1 },
      'account:bench',
    );
  for (let round = 0; round < rounds; round++) {
    const name = `${label}-${round}.example`;
    const asked = round % 2 === 0 ? name : `never-asked.${name}`;
    if (round % 2 === 0) await until(asked, false);
    const made = await timed(asked, true, add(name));
    await timed(asked, false, () => laboratory.service.falsePositive(made.id, 'account:bench'));
    const old = `base-${round + (label === 'bind' ? 500 : 0)}.bad.example`;
    await until(old, true);
    const known = await add(old)();
    await timed(old, false, () => laboratory.service.falsePositive(known.id, 'account:bench'));
    await timed(old, true, add(old));
  }
  clearInterval(background);
  await Promise.all(waiting);
  client.close();
  load.close();
  result.times.sort((a, b) => a - b);
  return result;
}
