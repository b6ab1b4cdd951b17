// Every route of the drill.
import type { Route } from '../http/route.ts';
import type { Drill } from './drill.ts';
import { actionRoutes } from './routes/actions.ts';
import { artefactRoutes } from './routes/artefacts.ts';
import { authoringRoutes } from './routes/authoring.ts';
import { caseRoutes } from './routes/case.ts';
import { descriptorRoutes } from './routes/descriptors.ts';
import { deskRoutes } from './routes/desk.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { exerciseRoutes } from './routes/exercises.ts';
import { hintRoutes } from './routes/hints.ts';
import { injectRoutes } from './routes/injects.ts';
import { mailRoutes } from './routes/mails.ts';
import { markRoutes } from './routes/marks.ts';
import { messageRoutes } from './routes/messages.ts';
import { paperRoutes } from './routes/paper.ts';
import { reportRoutes } from './routes/report.ts';
import { reviewRoutes } from './routes/review.ts';
import { scoreRoutes } from './routes/score.ts';
import { seatRoutes } from './routes/seats.ts';
import { skillRoutes } from './routes/skills.ts';
import { streamRoutes } from './routes/stream.ts';
import { testRoutes } from './routes/tests.ts';
import { wallRoutes } from './routes/wall.ts';

export const drillRoutes = (drill: Drill): Route[] => [
  ...descriptorRoutes(drill),
  ...authoringRoutes(drill),
  ...exerciseRoutes(drill),
  ...seatRoutes(drill),
  ...wallRoutes(drill),
  ...injectRoutes(drill),
  ...messageRoutes(drill),
  ...hintRoutes(drill),
  ...deskRoutes(drill),
  ...evidenceRoutes(drill),
  ...mailRoutes(drill),
  ...artefactRoutes(drill),
  ...actionRoutes(drill),
  ...caseRoutes(drill),
  ...reportRoutes(drill),
  ...testRoutes(drill),
  ...scoreRoutes(drill),
  ...reviewRoutes(drill),
  ...markRoutes(drill),
  ...paperRoutes(drill),
  ...skillRoutes(drill),
  ...streamRoutes(drill),
];
