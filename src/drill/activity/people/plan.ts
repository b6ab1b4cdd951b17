// A person's working day: when they come, eat, meet and go, at which desk and in which session. Any worker can work it
// out again from the seed alone.
import { addressIn, sizeOf } from '../../world/address.ts';
import type { Person, SimTime } from '../../world/entities.ts';
import type { Session } from '../../world/event.ts';
import { hashKeys, stream } from '../../world/random.ts';
import { personSession } from '../make/session.ts';
import type { Scene } from '../scene.ts';
import { dayMs, minuteMs } from '../slice.ts';

export interface Pause {
  kind: 'lunch' | 'meeting' | 'short';
  from: SimTime;
  to: SimTime;
}

export interface DayPlan {
  day: number;
  person: Person;
  /** Works from outside over VPN. */
  remote: boolean;
  /** First logon and last logoff or lock. */
  arrive: SimTime;
  leave: SimTime;
  pauses: readonly Pause[];
  /** Address the PC has that day: its own, or one of the VPN. */
  ip: string;
  /** Switches the PC on in the morning and off in the evening; else it stays on, logged off. */
  switchesOff: boolean;
  bootedAt: SimTime;
  /** Interactive session of the day. */
  session: Session;
  /** Mean activity of this day, around 1. */
  mood: number;
}

function hoursOf(scene: Scene, person: Person, day: number): { from: number; to: number } | undefined {
  // Wards and plants never close: everybody has two days of seven off, each other ones.
  if (person.department.shifts && person.duty !== 'manager')
    return (((person.index * 3 + day) % 7) + 7) % 7 < 2 ? undefined : person;
  if (scene.workingDay(day)) return person;
  const willing = person.duty === 'system-administrator' ? 0.12 : person.duty === 'staff' ? 0.015 : 0.05;
  const random = stream(scene.seed, person.id, 'holiday-work', day);
  if (!random.chance(willing)) return undefined;
  const from = 9 * 60 + random.int(240);
  return { from, to: from + 90 + random.int(300) };
}

/** `undefined` when the person does not work that day (holiday, leave, rota). */
export function makePlan(scene: Scene, person: Person, day: number): DayPlan | undefined {
  const hours = hoursOf(scene, person, day);
  if (!hours) return undefined;
  const random = stream(scene.seed, person.id, 'plan', day);
  if (random.chance(0.055)) return undefined; // paid leave, sickness, business trip without PC
  const midnight = scene.dayStart(day);
  const remote = random.chance(person.remote);
  // The person's hours already have their habit; this is the day's chance.
  const arrive = midnight + Math.max(1, hours.from + random.normal() * 7) * minuteMs;
  const weekday = new Date(midnight + dayMs / 2).getUTCDay();
  // Wednesday is the "go home on time" day of many offices.
  const overtime = random.chance(weekday === 3 ? 0.25 : 0.6) ? random.exponential() * 40 : random.next() * 10;
  const halfDay = random.chance(0.03);
  const length = halfDay ? (hours.to - hours.from) / 2 : hours.to - hours.from + Math.min(overtime, 300);
  const leave = Math.max(arrive + 60 * minuteMs, midnight + (hours.from + length) * minuteMs);
  const pauses: Pause[] = [];
  const { lunch } = scene.world.organisation;
  const noon = leave > midnight + lunch.to * minuteMs && arrive < midnight + (lunch.from - 60) * minuteMs;
  const meal = noon ? midnight + lunch.from * minuteMs : arrive + 240 * minuteMs;
  if (leave - arrive > 300 * minuteMs)
    pauses.push({
      kind: 'lunch',
      from: meal + random.normal() * 4 * minuteMs,
      to: meal + (lunch.to - lunch.from) * minuteMs + random.normal() * 5 * minuteMs,
    });
  const meetings = random.poisson(person.duty === 'staff' ? 0.7 : person.duty === 'executive' ? 3.5 : 2);
  for (let i = 0; i < Math.min(meetings, 5); i++) {
    // Meetings begin on the half hour.
    const at = Math.round((arrive + random.next() * (leave - arrive)) / (30 * minuteMs)) * 30 * minuteMs;
    pauses.push({
      kind: 'meeting',
      from: at - 2 * minuteMs,
      to: at + random.pick([30, 60, 60, 90]) * minuteMs,
    });
  }
  const short = random.poisson(2.5);
  for (let i = 0; i < short; i++) {
    const at = arrive + random.next() * (leave - arrive);
    pauses.push({ kind: 'short', from: at, to: at + random.between(6, 18) * minuteMs });
  }
  const switchesOff = hashKeys(scene.seed, person.id, 'switch-off') % 100 < 62;
  // Without a VPN nobody works from outside, whatever they would like.
  const vpn = scene.world.organisation.segments.find(segment => segment.zone === 'vpn');
  const away = remote && vpn !== undefined;
  return {
    day,
    person,
    remote: away,
    arrive,
    leave,
    pauses: pauses.filter(pause => pause.to < leave && pause.from > arrive).sort((a, b) => a.from - b.from),
    ip: away && vpn ? addressIn(vpn.cidr, 10 + (person.index % (sizeOf(vpn.cidr) - 12))) : person.pc.ip,
    switchesOff,
    bootedAt: switchesOff ? arrive - (55 + random.next() * 90) * 1000 : person.pc.bootedAt,
    session: personSession(scene, person, person.pc, `day:${day}`),
    mood: 0.75 + 0.5 * random.next(),
  };
}

/** How busy with the PC at a moment, 0 … about 1.3; pauses lower it. */
export function activity(plan: DayPlan, at: SimTime): number {
  if (at < plan.arrive || at >= plan.leave) return 0;
  for (const pause of plan.pauses)
    if (at >= pause.from && at < pause.to)
      return pause.kind === 'meeting' ? 0.22 * plan.mood : pause.kind === 'lunch' ? 0.18 : 0;
  const since = at - plan.arrive;
  return (since < 40 * minuteMs ? 1.3 : 1) * plan.mood;
}
