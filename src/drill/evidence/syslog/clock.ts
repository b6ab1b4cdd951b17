// Times as logs of servers write them: local time of the organisation, formatted once a second and kept.
import type { SimTime, World } from '../../world/entities.ts';
import { perWorld } from '../network/per-world.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** One second in every spelling a log of ours uses. */
interface Second {
  /** RFC 3164: `Nov  2 09:15:03`. */
  rfc3164: string;
  /** Apache's `%t` without brackets: `02/Nov/2026:09:15:03 +0900`. */
  apache: string;
  /** `Mon Nov 02 09:15:03` and the year, between which Apache's error log has the fraction. */
  apacheError: string;
  /** BIND: `02-Nov-2026 09:15:03`. */
  bind: string;
  /** C's ctime(): `Mon Nov  2 09:15:03 2026`. */
  ctime: string;
  /** `2026-11-02` and `09:15:03`. */
  date: string;
  time: string;
  year: number;
}

export interface Clock {
  /** Local spelling of the second this time lies in. */
  second(at: SimTime): Second;
  /** `+0900` */
  zone: string;
}

const spell = (seconds: number, offset: number, zone: string): Second => {
  const local = new Date((seconds + offset * 60) * 1000);
  const day = local.getUTCDate();
  const month = months[local.getUTCMonth()]!;
  const year = local.getUTCFullYear();
  const weekday = weekdays[local.getUTCDay()]!;
  const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  const padded = day < 10 ? ` ${day}` : `${day}`;
  return {
    rfc3164: `${month} ${padded} ${time}`,
    apache: `${two(day)}/${month}/${year}:${time} ${zone}`,
    apacheError: `${weekday} ${month} ${two(day)} ${time}`,
    bind: `${two(day)}-${month}-${year} ${time}`,
    ctime: `${weekday} ${month} ${padded} ${time} ${year}`,
    date: `${year}-${two(local.getUTCMonth() + 1)}-${two(day)}`,
    time,
    year,
  };
};

/** Seconds kept spelt; lines of a slice come from ten minutes and a little beyond. */
const kept = 1024;

/** The organisation's clock. */
export const clockOf: (world: World) => Clock = perWorld(world => {
  const offset = world.organisation.utcOffset;
  const minutes = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
  const keys = new Float64Array(kept).fill(-1);
  const spelt: Second[] = [];
  return {
    zone,
    second(at) {
      const seconds = Math.floor(at / 1000);
      const slot = seconds % kept;
      if (keys[slot] !== seconds) {
        keys[slot] = seconds;
        spelt[slot] = spell(seconds, offset, zone);
      }
      return spelt[slot]!;
    },
  };
});

/** Milliseconds within the second: `007`. */
export const millis = (at: SimTime): string => {
  const n = Math.floor(at) % 1000;
  return n < 10 ? `00${n}` : n < 100 ? `0${n}` : `${n}`;
};

/** Microseconds within the second, six digits. */
export const micros = (at: SimTime): string => {
  const n = Math.floor((at % 1000) * 1000);
  // A million more has its zeros, and no loop pads them.
  return `${n + 1_000_000}`.slice(1);
};

/** Unix time with microseconds: `1793578503.123456`. */
export const unixMicros = (at: SimTime): string => `${Math.floor(at / 1000)}.${micros(at)}`;

/** A length of time in seconds with microseconds: `0.012345`. */
export const secondsOf = (ms: number): string => {
  const us = Math.max(0, Math.round(ms * 1000));
  return `${Math.floor(us / 1_000_000)}.${`${(us % 1_000_000) + 1_000_000}`.slice(1)}`;
};
