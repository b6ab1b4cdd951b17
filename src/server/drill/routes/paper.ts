// Slides, result sheet and certificate: pages that load nothing, made to be printed or saved as PDF by the browser.
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { effectOf } from '#drill/review/counterfactual.ts';
import { debriefOf } from '#drill/review/debrief.ts';
import type { Page } from '#drill/review/paper/html.ts';
import { certificate, type Papers, resultSheet, slides } from '#drill/review/paper/paper.ts';
import { HinomiError } from '#model/errors.ts';
import type { Route } from '../../http/route.ts';
import { actor } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { needResults } from '../results.ts';
import { replayedOf, reviewOf, scoreView } from '../review.ts';
import { deskRoute, drillForbidden } from '../route.ts';
import { marksOf, reportResult } from './marks.ts';

const language = Type.Optional(Type.Enum(['ja', 'en']));
const readers = ['trainee', 'instructor', 'assistant', 'evaluator'] as const;
/** What-ifs worked out for paper. */
const tries = 4;

const send = (reply: FastifyReply, { html, policy }: Page, name: string): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('content-disposition', `inline; filename="${name}.html"`)
    .type('text/html; charset=utf-8')
    .send(html);

/** When it was held: its end, else now. */
const held = (live: LiveExercise): number => live.record.ended ?? live.real;

async function papersOf(
  drill: Drill,
  live: LiveExercise,
  team: LiveTeam,
  lang: 'ja' | 'en',
  label: (account: string) => string,
): Promise<Papers> {
  const review = await reviewOf(drill, live, team);
  const replayed = replayedOf(review);
  const debrief = debriefOf(replayed);
  const { world, variant, taken, run, until } = replayed;
  const tried: Papers['tried'][number][] = [];
  for (const { change } of debrief.ideas) {
    tried.push(effectOf(world, variant, taken, run, change, until));
    await new Promise(resolve => setImmediate(resolve));
  }
  const { factsPercent, judgement } = await reportResult(drill, live, team, await marksOf(drill, live.id));
  return {
    language: lang,
    exercise: live.record.name,
    team: team.team.name,
    scenario: variant.scenario.title,
    organisation: world.organisation.name,
    held: held(live),
    utcOffset: world.organisation.utcOffset,
    score: scoreView(review, label),
    debrief,
    tried: tried
      .filter(one => one.loss.now < one.loss.was)
      .sort((a, b) => a.loss.now - b.loss.now)
      .slice(0, tries),
    report: live.record.report,
    written: part => team.state.report.get(part)?.value,
    ...(factsPercent === undefined ? {} : { factsPercent }),
    ...(judgement === undefined ? {} : { judgement }),
  };
}

export function paperRoutes(drill: Drill): Route[] {
  const paper = (path: string, summary: string, make: (papers: Papers) => Page): Route =>
    deskRoute(drill, {
      method: 'GET',
      path,
      access: 'drill-play',
      inside: readers,
      summary,
      query: Type.Object({ lang: language }),
      produces: 'text/html',
      handler: async ({ live, place, team, query, principal, request, reply }) => {
        needResults(live, place);
        const label = await labelsFor(drill, live, { principal, request }, team.id);
        const papers = await papersOf(drill, live, team, query.lang ?? live.record.language, label);
        return send(reply, make(papers), `${path.slice(1)}-${team.team.number}`);
      },
    });
  return [
    paper('/slides', 'Slides of a team for the critique, ready to print', slides),
    paper('/paper', 'Result of a team with every reason, ready to print', resultSheet),
    deskRoute(drill, {
      method: 'GET',
      path: '/certificate',
      access: 'drill-play',
      inside: ['trainee', 'instructor', 'assistant'],
      summary: 'Certificate of a person who took part; trainees: their own',
      query: Type.Object({ lang: language, account: Type.Optional(Type.String({ maxLength: 64 })) }),
      produces: 'text/html',
      handler: async ({ live, place, team, query, by, principal, request, reply }) => {
        needResults(live, place);
        const account = query.account ?? by;
        if (place.role === 'trainee' && account !== by) throw drillForbidden();
        if (!team.team.members.includes(account))
          throw new HinomiError('RECORD_NOT_FOUND', `there is no ${account} in this team`, {
            place: { field: 'query/account' },
            remedy: 'Choose somebody of the team.',
            status: 404,
          });
        const people = await drill.people.of(live.id, { name: actor(principal), from: request.ip }, team.id);
        const person = people.get(account);
        const lang = query.lang ?? live.record.language;
        return send(
          reply,
          certificate({
            language: lang,
            person: person?.name || (await drill.auth.accounts.get(account))?.displayName || team.team.name,
            organisation: person?.organisation ?? '',
            exercise: live.record.name,
            programme: live.record.programme.title,
            scenario: team.played.variant.scenario.title,
            minutes: live.record.programme.phases.reduce((sum, phase) => sum + phase.minutes, 0),
            held: held(live),
            utcOffset: team.world.organisation.utcOffset,
          }),
          'certificate',
        );
      },
    }),
  ];
}
