// What an account may do. Rights are few and named by the verb; every route declares the one it needs.
import { type Static, Type } from 'typebox';

export const roles = [
  'viewer',
  'analyst',
  'abuse-desk',
  'partner',
  'instructor',
  'white-cell',
  'trainee',
  'admin',
] as const;
export const Role = Type.Enum([...roles], { title: 'Role' });
export type Role = Static<typeof Role>;

export const rights = [
  'read', // see events, findings, incidents, campaigns, indicators, health
  'query', // run read-only SQL
  'export', // take lists and events out
  'investigate', // work on incidents and findings, save searches
  'ingest', // upload inputs
  'list', // add, change and withdraw indicators
  'alert', // manage alert channels, acknowledge and close alerts
  'agents', // enrol and retire agents
  'users', // manage accounts and roles
  'audit', // read the audit log
  'settings', // change platform settings
] as const;
export type Right = (typeof rights)[number];

/** Rights of each role. Drill roles have no right in the operational rooms. */
export const roleRights: Record<Role, readonly Right[]> = {
  viewer: ['read'],
  analyst: ['read', 'query', 'export', 'investigate', 'ingest', 'list', 'alert'],
  'abuse-desk': ['read', 'export', 'investigate', 'alert'],
  partner: ['export'],
  instructor: [],
  'white-cell': [],
  trainee: [],
  admin: rights,
};

/** Whether any of an account's roles carries a right. */
export const hasRight = (held: readonly Role[], right: Right): boolean =>
  held.some(role => roleRights[role].includes(right));
