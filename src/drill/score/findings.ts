// What a team found, against what there was to find in its own run.
import { type Because, because, type Part } from './because.ts';
import type { Happened } from './happened.ts';
import { type Match, matchSets } from './measures.ts';
import { bare } from './names.ts';
import type { Scored } from './score.ts';

/** Sets: hosts, accounts, indicators, files. */
export function findings({ case: made, proofOf }: Scored, real: Happened) {
  const claimed = made.entities
    .filter(one => one.verdict !== 'benign' && one.verdict !== 'suspected')
    .map(one => ({ ...one, value: bare[one.type]?.(one.value) ?? one.value }));
  const linked = new Map(claimed.map(one => [one.value.toLowerCase(), one.evidence]));
  const named = (types: readonly string[]) =>
    claimed.filter(one => types.includes(one.type)).map(one => one.value);
  const explain = ({ found, missed, wrong }: Match): Because[] => {
    const tell = (key: Because['key'], list: readonly string[], good: boolean) =>
      list.map(what =>
        because(key, { what }, { good, evidence: linked.get(what.toLowerCase()), proof: proofOf(what) }),
      );
    return [
      ...tell('drill.score.found', found, true),
      ...tell('drill.score.missed', missed, false),
      ...tell('drill.score.wrong', wrong, false),
    ];
  };
  const part = (mine: readonly string[], theirs: readonly string[]): Part => {
    if (theirs.length === 0) return undefined;
    const match = matchSets(mine, theirs);
    return { share: match.f1, because: explain(match) };
  };
  // A path is an indicator (a tool left behind) or a document touched: it counts where it belongs.
  const files = new Set(real.files.map(one => one.toLowerCase()));
  const paths = named(['path']);
  const other = named([
    'domain',
    'ip',
    'url',
    'sha256',
    'email',
    'service',
    'task',
    'registry',
    'user-agent',
  ]);
  const isFile = (path: string) => files.has(path.toLowerCase());
  return {
    hosts: part(named(['host']), real.hosts),
    accounts: part(named(['account']), real.accounts),
    indicators: part([...other, ...paths.filter(path => !isFile(path))], real.indicators),
    files: part(paths.filter(isFile), real.files),
  };
}
