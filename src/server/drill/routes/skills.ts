// What exercises and tests show of skills: of a team, a person, over the years, of organisations; and their export as xAPI.
import { Type } from 'typebox';
import { milestones } from '#drill/exercise/milestones.ts';
import { explained } from '#drill/score/explain.ts';
import { itemBank } from '#drill/skills/bank.ts';
import { latestStatements, organisationYears } from '#drill/skills/record.ts';
import { itemsOfSitting } from '#drill/skills/sitting.ts';
import { milestoneStatement, sittingStatements } from '#drill/skills/xapi/write.ts';
import { ClassSkillsView, MyRecord, OrganisationsView, SkillsView } from '#model/drill/review.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { actor } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import { needResults } from '../results.ts';
import { atDesk, deskRoute, exerciseRoute, instructor, markers } from '../route.ts';
import { factsOf, sentenceOf, statementsOf, statementViews } from '../skills-of.ts';

/** Years of organisations are counted by the calendar of Japan. */
const utcOffset = 540;

export const skillRoutes = (drill: Drill): Route[] => [
  deskRoute(drill, {
    method: 'GET',
    path: '/skills',
    access: 'drill-play',
    inside: atDesk,
    summary: 'What the exercise shows the team, and oneself, can and cannot do yet',
    response: SkillsView,
    handler: async ({ live, place, team, by }) => {
      needResults(live, place);
      const facts = await factsOf(drill, live, team);
      return {
        team: statementViews(team, facts, statementsOf(facts)),
        ...(place.role === 'trainee' ? { mine: statementViews(team, facts, statementsOf(facts, by)) } : {}),
      };
    },
  }),
  exerciseRoute(drill, {
    method: 'GET',
    path: '/skills',
    access: 'drill-staff',
    inside: markers,
    summary: 'What the exercise shows of the skills of teams and people',
    response: ClassSkillsView,
    handler: async ({ live, principal, request }) => {
      const label = await labelsFor(drill, live, { principal, request });
      const found = [];
      for (const team of live.teams.values()) found.push({ team, facts: await factsOf(drill, live, team) });
      return {
        teams: found.map(({ team, facts }) => ({
          team: team.id,
          teamName: team.team.name,
          statements: statementViews(team, facts, statementsOf(facts)),
        })),
        people: found.flatMap(({ team, facts }) =>
          team.team.members.map(account => ({
            account,
            label: label(account),
            team: team.id,
            statements: statementViews(team, facts, statementsOf(facts, account)),
          })),
        ),
      };
    },
  }),
  exerciseRoute(drill, {
    method: 'GET',
    path: '/xapi',
    access: 'drill-run',
    inside: instructor,
    summary: 'Tests and milestones as xAPI 1.0.3 statements; accounts, no names',
    produces: 'application/json',
    handler: async ({ live, principal, request, reply }) => {
      const place = { base: drill.publicUrl.replace(/\/$/, '') };
      const bank = itemBank();
      const sittings = (await drill.sittings.all(live.id)).filter(one => one.person !== '');
      const known = new Set(milestones.map(one => one.id));
      const statements = [
        ...sittings.flatMap(one => sittingStatements(place, one, itemsOfSitting(one, bank))),
        ...[...live.teams.values()].flatMap(team =>
          team.log.flatMap(entry =>
            entry.kind === 'milestone' && known.has(entry.milestone)
              ? [
                  milestoneStatement(place, {
                    exercise: live.id,
                    team: team.id,
                    milestone: entry.milestone,
                    title: explained(
                      'drill.debrief.milestone',
                      { milestone: entry.milestone },
                      team.played.variant.scenario,
                    ),
                    at: entry.real,
                    success: true,
                    seconds: (entry.at - live.record.simStart) / 1000,
                  }),
                ]
              : [],
          ),
        ),
      ];
      await drill.auth.audit.record({
        actor: actor(principal),
        from: request.ip,
        action: 'drill.xapi-exported',
        object: `exercise/${live.id}`,
        detail: { statements: statements.length },
      });
      return reply
        .header('content-disposition', 'attachment; filename="xapi.json"')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(statements));
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/skills/mine',
    access: 'drill-play',
    tags: ['drill'],
    summary: 'One’s own record over the years',
    response: MyRecord,
    handler: async ({ principal }) => {
      const record = await drill.skills.of(principal.account.id);
      return {
        entries: (record?.entries ?? []).map(({ at, kind, ref, percent }) => ({
          at,
          kind,
          ref,
          ...(percent ? { percent } : {}),
        })),
        latest: (record ? latestStatements(record) : []).map(({ at, statement }) => ({
          at,
          skill: statement.skill,
          ...sentenceOf(statement),
          verdict: statement.verdict,
          taken: statement.taken,
          opportunities: statement.opportunities,
          ...(statement.share ? { share: statement.share } : {}),
        })),
      };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/drill/skills/mine',
    access: 'drill-play',
    tags: ['drill'],
    summary: 'Remove one’s own record',
    handler: async ({ principal, request }) => {
      await drill.skills.forget(principal.account.id);
      await drill.auth.audit.record({
        actor: actor(principal),
        from: request.ip,
        action: 'drill.record-removed',
        object: `account/${principal.account.id}`,
      });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drill/skills/organisations',
    access: 'drill-admin',
    tags: ['drill'],
    summary: 'Organisations over the years; figures of fewer than five people are withheld',
    response: OrganisationsView,
    query: Type.Object({}),
    handler: async ({ principal, request }) => {
      const groups = new Map<string, Awaited<ReturnType<Drill['skills']['all']>>>();
      for (const record of await drill.skills.all()) {
        const own = groups.get(record.organisation);
        if (own) own.push(record);
        else groups.set(record.organisation, [record]);
      }
      await drill.auth.audit.record({
        actor: actor(principal),
        from: request.ip,
        action: 'drill.records-read',
        object: 'skill-records',
        detail: { organisations: groups.size },
      });
      return {
        items: [...groups].map(([organisation, own]) => ({
          organisation,
          years: organisationYears(own, utcOffset).map(year => ({
            year: year.year,
            people: year.people,
            ...(year.percent ? { percent: year.percent } : {}),
            skills: year.skills.map(one => ({
              skill: one.skill,
              title: sentenceOf({ skill: one.skill, verdict: 'can' }).title,
              people: one.people,
              ...(one.can ? { can: one.can } : {}),
            })),
          })),
        })),
      };
    },
  }),
];
