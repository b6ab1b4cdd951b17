// The programs of a person's day: stable references that web, mail and files start from.
import type { SimTime } from '../../world/entities.ts';
import type { ProcessRef } from '../../world/event.ts';
import { hashKeys } from '../../world/random.ts';
import { chrome, edge, explorer, mailer, type Program, userinit } from '../make/programs.ts';
import { processRef } from '../make/session.ts';
import type { Scene } from '../scene.ts';
import type { DayPlan } from './plan.ts';

export interface Desk {
  userinit: ProcessRef;
  explorer: ProcessRef;
  mailer: ProcessRef;
  mailerAt: SimTime;
  browser: ProcessRef;
  browserAt: SimTime;
  browserProgram: Program;
  /** User-Agent of this PC's browser. */
  agent: string;
}

const agents = {
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0',
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36',
};

const desks = new WeakMap<DayPlan, Desk>();

export const quoted = (program: Program): string => `"${program.image}"`;

/** What runs on the desk; the same for every asker. */
export function deskOf(scene: Scene, plan: DayPlan): Desk {
  let desk = desks.get(plan);
  if (!desk) {
    const { pc, id } = plan.person;
    const usesEdge = hashKeys(scene.seed, id, 'browser') % 100 < 64;
    const browserProgram = usesEdge ? edge : chrome;
    const offset = hashKeys(scene.seed, id, 'desk', plan.day);
    const mailerAt = plan.arrive + 20_000 + (offset % 100_000);
    const browserAt = plan.arrive + 35_000 + (offset % 240_000);
    const at = (program: Program, started: SimTime, commandLine: string, purpose: string) =>
      processRef(scene, pc, program.image, commandLine, started, purpose);
    desk = {
      userinit: at(userinit, plan.arrive + 900, userinit.image, 'userinit'),
      explorer: at(explorer, plan.arrive, explorer.image, 'explorer'),
      mailer: at(mailer, mailerAt, quoted(mailer), 'mailer'),
      mailerAt,
      browser: at(browserProgram, browserAt, quoted(browserProgram) + browserProgram.arguments, 'browser'),
      browserAt,
      browserProgram,
      agent: usesEdge ? agents.edge : agents.chrome,
    };
    desks.set(plan, desk);
  }
  return desk;
}
