// Graded hints a team takes, and advice the staff gives.
import { Type } from 'typebox';
import { hintsFor } from '#drill/exercise/content.ts';
import { hintPrice, hintValues, mayTake, pricePaid } from '#drill/exercise/hints.ts';
import { milestones } from '#drill/exercise/milestones.ts';
import { HintView, itemsOf } from '#model/drill/api.ts';
import { type HintLevel, hintLevels } from '#model/drill/entry.ts';
import { HinomiError } from '#model/errors.ts';
import { formatMessage } from '#model/messages.ts';
import type { Route } from '../../http/route.ts';
import { present } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import type { LiveExercise } from '../live-exercise.ts';
import type { LiveTeam } from '../live-team.ts';
import { atDesk, deskRoute, exerciseRoute, helpers, needOpen, team } from '../route.ts';

function hintViews(live: LiveExercise, one: LiveTeam) {
  const { truth } = one.played;
  const values = hintValues(truth);
  const applies = new Set(milestones.filter(other => other.applies(truth)).map(other => other.id));
  return hintsFor(live.record.scenario)
    .filter(hint => applies.has(hint.id))
    .map(hint => ({
      objective: hint.id,
      solved: one.state.milestones.has(hint.id),
      price: pricePaid(one.state, hint.id),
      levels: hintLevels.map(level => {
        const taken = one.state.hints.some(other => other.objective === hint.id && other.level === level);
        const text = hint[level];
        return {
          level,
          price: hintPrice[level],
          taken,
          may: mayTake(one.state, hint.id, level),
          // A text that was not taken never leaves the server.
          ...(taken
            ? { text: { ja: formatMessage(text.ja, values), en: formatMessage(text.en, values) } }
            : {}),
        };
      }),
    }));
}

const Hint = { objective: Type.String({ maxLength: 60 }), level: Type.Enum([...hintLevels]) };

export function hintRoutes(drill: Drill): Route[] {
  const take = async (live: LiveExercise, one: LiveTeam, by: string, objective: string, level: HintLevel) => {
    needOpen(live);
    if (!live.record.options.hints)
      throw new HinomiError('DRILL_NO_HINTS', 'this exercise has no hints', {
        remedy: 'Ask the instructor.',
        status: 409,
      });
    present(
      hintViews(live, one).find(other => other.objective === objective),
      'hint for',
      objective,
    );
    await drill.write(live, one, by, state => {
      if (state.hints.some(other => other.objective === objective && other.level === level)) return [];
      if (!mayTake(state, objective, level))
        throw new HinomiError('DRILL_HINT_ORDER', 'the hint before this one comes first', {
          remedy: 'Take the hints in their order.',
          status: 409,
        });
      return [{ kind: 'hint', objective, level }];
    });
    return hintViews(live, one).find(other => other.objective === objective)!;
  };
  return [
    deskRoute(drill, {
      method: 'GET',
      path: '/hints',
      access: 'drill-play',
      inside: atDesk,
      summary: 'Hints: their price is taken only when the objective is solved',
      response: itemsOf(HintView),
      handler: ({ live, team: one }) => ({ items: live.record.options.hints ? hintViews(live, one) : [] }),
    }),
    deskRoute(drill, {
      method: 'POST',
      path: '/hints',
      access: 'drill-play',
      inside: team,
      summary: 'Take a hint',
      body: Type.Object(Hint, { additionalProperties: false }),
      response: HintView,
      handler: ({ live, team: one, body, by }) => take(live, one, by, body.objective, body.level),
    }),
    exerciseRoute(drill, {
      method: 'POST',
      path: '/hints',
      access: 'drill-staff',
      inside: helpers,
      summary: 'Help a team: with a hint of the list, or free of charge in one’s own words',
      body: Type.Object(
        {
          team: Type.String({ maxLength: 64 }),
          text: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
          hint: Type.Optional(Type.Object(Hint, { additionalProperties: false })),
        },
        { additionalProperties: false },
      ),
      handler: async ({ live, body, by }) => {
        const one = present(live.teams.get(body.team), 'team', body.team);
        if (body.hint) await take(live, one, by, body.hint.objective, body.hint.level);
        const { text } = body;
        if (text !== undefined) await drill.write(live, one, by, () => [{ kind: 'advice', text }]);
      },
    }),
  ];
}
