// What papers are made of: everything the review of a team rests on, in one piece.

import { compareTeams } from '#drill/review/compare.ts';
import { effectOf } from '#drill/review/counterfactual.ts';
import { curvesFor, type Debrief, debriefOf, type Replayed } from '#drill/review/debrief.ts';
import type { CertificateOf } from '#drill/review/paper/certificate.ts';
import type { Papers } from '#drill/review/paper/paper.ts';
import type { ClassPapers } from '#drill/review/paper/pdf/class-slides.ts';
import { scenarios } from '#drill/run/library.ts';
import type { Person } from '#model/drill/api.ts';
import type { CompareView } from '#model/drill/review.ts';
import { HinomiError } from '#model/errors.ts';
import type { Drill } from './drill.ts';
import type { Label } from './labels.ts';
import type { LiveExercise } from './live-exercise.ts';
import type { LiveTeam } from './live-team.ts';
import type { Reader } from './people.ts';
import { comparedOf, type Reviewed, replayedOf, reviewOf, scoreView } from './review.ts';
import { marksOf, reportResult } from './routes/marks.ts';
import { factsOf, statementsOf, statementViews } from './skills-of.ts';

/** What-ifs worked out for paper. */
const tries = 4;

/** When it was held: its end, else now. */
const held = (live: LiveExercise): number => live.record.ended ?? live.real;

const known = new WeakMap<Reviewed, Promise<Papers['tried']>>();
/** What-ifs that would have helped, most telling first; worked out once while the review stands. */
function triedOf(review: Reviewed, replayed: Replayed, { ideas }: Debrief): Promise<Papers['tried']> {
  const { world, variant, taken, run, until } = replayed;
  const work = async () => {
    const all: Papers['tried'][number][] = [];
    for (const { change } of ideas) {
      all.push(effectOf(world, variant, taken, run, change, until));
      await new Promise(resolve => setImmediate(resolve));
    }
    return all.filter(one => one.loss.now < one.loss.was).sort((a, b) => a.loss.now - b.loss.now);
  };
  const found = known.get(review) ?? work();
  known.set(review, found);
  return found;
}

/** Everything the papers of a team tell. */
export async function papersOf(
  drill: Drill,
  live: LiveExercise,
  team: LiveTeam,
  language: 'ja' | 'en',
  label: Label,
): Promise<Papers> {
  const review = await reviewOf(drill, live, team);
  const replayed = replayedOf(review);
  const debrief = debriefOf(replayed);
  const { organisation } = replayed.world;
  const tried = (await triedOf(review, replayed, debrief)).slice(0, tries);
  const facts = await factsOf(drill, live, team);
  const { factsPercent, judgement } = await reportResult(drill, live, team, await marksOf(drill, live.id));
  return {
    language,
    exercise: live.record.name,
    team: team.team.name,
    scenario: replayed.variant.scenario.title,
    organisation: organisation.name,
    held: held(live),
    utcOffset: organisation.utcOffset,
    score: scoreView(review, label),
    debrief: { ...debrief, events: debrief.events.map(event => ({ ...event, label: label(event.by) })) },
    tried,
    skills: statementViews(team, facts, statementsOf(facts)),
    report: live.record.report,
    written: part => team.state.report.get(part)?.value,
    ...(factsPercent === undefined ? {} : { factsPercent }),
    ...(judgement === undefined ? {} : { judgement }),
  };
}

/** The class side by side. One team at a time: others are served meanwhile. */
export async function compareOf(drill: Drill, live: LiveExercise): Promise<CompareView> {
  const reviews: Reviewed[] = [];
  for (const team of live.teams.values()) {
    reviews.push(await reviewOf(drill, live, team));
    await new Promise(resolve => setImmediate(resolve));
  }
  const first = reviews[0] && curvesFor(replayedOf(reviews[0]));
  return compareTeams(
    reviews.map(review => comparedOf(review, () => '')),
    { nothing: first?.nothing.loss ?? [], best: first?.best.loss ?? [] },
  );
}

/** Everything the slides of the class tell. */
export async function classPapersOf(
  drill: Drill,
  live: LiveExercise,
  language: 'ja' | 'en',
): Promise<ClassPapers> {
  const { record, model } = live;
  return {
    language,
    exercise: record.name,
    scenario: scenarios().get(record.scenario)?.title ?? { ja: record.scenario, en: record.scenario },
    organisation: model.organisation.name,
    held: held(live),
    utcOffset: model.organisation.utcOffset,
    compare: await compareOf(drill, live),
  };
}

/** What a certificate of somebody tells; without a name it is the team's. */
function certificateFor(
  live: LiveExercise,
  { team, world, played }: LiveTeam,
  language: 'ja' | 'en',
  { name, organisation }: { name: string; organisation: string },
): CertificateOf {
  const { record } = live;
  const { programme } = record;
  return {
    language,
    person: name,
    team: team.name,
    organisation,
    exercise: record.name,
    programme: programme.title,
    scenario: played.variant.scenario.title,
    minutes: programme.phases.reduce((sum, phase) => sum + phase.minutes, 0),
    held: held(live),
    utcOffset: world.organisation.utcOffset,
  };
}

const whoIs = async (drill: Drill, account: string, person: Person | undefined) => ({
  name: person?.name || (await drill.auth.accounts.get(account))?.displayName || '',
  organisation: person?.organisation ?? '',
});

/** What a certificate tells. The look at the name is logged. @throws HinomiError `RECORD_NOT_FOUND` for somebody of another team. */
export async function certificateOf(
  drill: Drill,
  live: LiveExercise,
  team: LiveTeam,
  account: string,
  language: 'ja' | 'en',
  reader: Reader,
): Promise<CertificateOf> {
  if (!team.team.members.includes(account))
    throw new HinomiError('RECORD_NOT_FOUND', `there is no ${account} in this team`, {
      place: { field: 'query/account' },
      remedy: 'Choose somebody of the team.',
      status: 404,
    });
  const people = await drill.people.of(live.id, reader, team.id);
  return certificateFor(live, team, language, await whoIs(drill, account, people.get(account)));
}

/** Certificates of everybody in the order of teams and seats; seats without a name share one of their team. */
export async function certificatesOf(
  drill: Drill,
  live: LiveExercise,
  language: 'ja' | 'en',
  reader: Reader,
): Promise<CertificateOf[]> {
  const people = await drill.people.of(live.id, reader);
  const all: CertificateOf[] = [];
  for (const team of live.teams.values()) {
    let shared = false;
    for (const account of team.team.members) {
      const who = await whoIs(drill, account, people.get(account));
      if (who.name === '' && shared) continue;
      shared ||= who.name === '';
      all.push(certificateFor(live, team, language, who));
    }
  }
  return all;
}
