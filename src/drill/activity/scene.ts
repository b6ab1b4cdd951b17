// A world with the look-ups everyday life needs again and again. Derived only; nothing here changes what happens.
import type {
  Correspondent,
  Department,
  Host,
  HostRole,
  Person,
  SimTime,
  Site,
  World,
} from '../world/entities.ts';
import type { Session } from '../world/event.ts';
import { hashKeys, type Random } from '../world/random.ts';
import { weighted } from '../world/weighted.ts';
import { type DayPlan, makePlan } from './people/plan.ts';
import { dayMs } from './slice.ts';

export interface Scene {
  world: World;
  seed: number;
  people: readonly Person[];
  pcs: readonly Host[];
  smartphones: readonly Host[];
  administrators: readonly Person[];
  /** Hosts with a role, in the order of the organisation; empty when it has none. */
  role(role: HostRole): readonly Host[];
  windowsServers: readonly Host[];
  linuxServers: readonly Host[];
  /** The domain controller a host talks to, always the same one. */
  domainController(host: Host): Host | undefined;
  /** Session of the operating system itself. */
  system(host: Host): Session;
  /** A person's day, `undefined` when absent. Days before and after the world exist too. */
  plan(person: Person, day: number): DayPlan | undefined;
  dayOf(at: SimTime): number;
  dayStart(day: number): SimTime;
  /** Worked by office staff; Saturdays, Sundays and holidays are not. */
  workingDay(day: number): boolean;
  colleagues(department: Department): readonly Person[];
  /** A site by its weight, of all or of a category. */
  anySite(random: Random): Site;
  siteOf(category: Site['category'], random: Random): Site | undefined;
  /** Share of all visits, 0..1. */
  siteShare(site: Site): number;
  correspondent(kind: Correspondent['kind'], random: Random): Correspondent | undefined;
}

const scenes = new WeakMap<World, Scene>();

/** The scene of a world; made once for each world object. */
export function sceneOf(world: World): Scene {
  let scene = scenes.get(world);
  if (!scene) {
    scene = makeScene(world);
    scenes.set(world, scene);
  }
  return scene;
}

const isWindowsServer = (host: Host) => host.kind === 'server' && host.os.startsWith('windows');
const isLinuxServer = (host: Host) => host.kind === 'server' && host.os === 'debian-12';

function makeScene(world: World): Scene {
  const { hosts, people } = world.organisation;
  const { sites, correspondents } = world.internet;
  const roles = Map.groupBy(
    hosts.flatMap(host => host.roles.map(role => ({ role, host }))),
    ({ role }) => role,
  );
  const byRole = new Map([...roles].map(([role, list]) => [role, list.map(({ host }) => host)]));
  const role = (name: HostRole) => byRole.get(name) ?? [];
  const controllers = role('domain-controller');
  const systems = new Map<Host, Session>();
  const plans = new Map<number, (DayPlan | undefined | null)[]>();
  const byDepartment = Map.groupBy(people, person => person.department.index);
  const byCategory = new Map(
    [...Map.groupBy(sites, site => site.category)].map(([category, list]) => [
      category,
      weighted(list, site => site.weight),
    ]),
  );
  const byKind = Map.groupBy(correspondents, correspondent => correspondent.kind);
  const total = sites.reduce((sum, site) => sum + site.weight, 0);
  const dayStart = (day: number) => world.start + day * dayMs;

  const scene: Scene = {
    world,
    seed: world.seed,
    people,
    pcs: hosts.filter(host => host.kind === 'pc'),
    smartphones: hosts.filter(host => host.kind === 'smartphone'),
    administrators: people.filter(person => person.duty === 'system-administrator'),
    role,
    windowsServers: hosts.filter(isWindowsServer),
    linuxServers: hosts.filter(isLinuxServer),
    domainController: host =>
      controllers[hashKeys(world.seed, host.name, 'controller') % (controllers.length || 1)],
    system(host) {
      let session = systems.get(host);
      if (!session) {
        session = { host, account: 'SYSTEM', sid: 'S-1-5-18', domain: 'NT AUTHORITY', logonId: '0x3e7' };
        systems.set(host, session);
      }
      return session;
    },
    plan(person, day) {
      let list = plans.get(day);
      if (!list) {
        // Three days are enough for any slice; older ones are made again if ever needed.
        if (plans.size >= 3) plans.delete(plans.keys().next().value!);
        list = new Array(people.length).fill(null);
        plans.set(day, list);
      }
      let plan = list[person.index];
      if (plan === null) {
        plan = makePlan(scene, person, day);
        list[person.index] = plan;
      }
      return plan;
    },
    dayOf: at => Math.floor((at - world.start) / dayMs),
    dayStart,
    workingDay(day) {
      const entry = world.calendar[day];
      if (entry) return entry.working;
      const weekday = new Date(dayStart(day) + world.organisation.utcOffset * 60_000).getUTCDay();
      return weekday !== 0 && weekday !== 6;
    },
    colleagues: department => byDepartment.get(department.index) ?? [],
    anySite: weighted(sites, site => site.weight),
    siteOf: (category, random) => byCategory.get(category)?.(random),
    siteShare: site => site.weight / total,
    correspondent(kind, random) {
      const list = byKind.get(kind);
      return list && random.pick(list);
    },
  };
  return scene;
}
