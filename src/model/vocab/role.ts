// What an account may do. Rights are few and named by the verb; every route declares the one it needs.
import { type Static, Type } from 'typebox';

export const roles = [
  'viewer',
  'analyst',
  'abuse-desk',
  'partner',
  'instructor',
  'assistant',
  'white-cell',
  'evaluator',
  'observer',
  'trainee',
  'author',
  'training-admin',
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
  'drill-play', // sit at a desk of an exercise, or look over a team's shoulder
  'drill-observe', // see the class wall
  'drill-staff', // play the white cell, help teams, mark
  'drill-run', // make exercises and control them
  'drill-author', // preview and check content of exercises
  'drill-admin', // everything in exercises, personal data of trainees included
] as const;
export type Right = (typeof rights)[number];

/**
 * Rights of each role. Drill roles have no right in the operational rooms. They open the door only: inside an exercise its
 * list of staff and its teams decide.
 */
export const roleRights: Record<Role, readonly Right[]> = {
  viewer: ['read'],
  analyst: ['read', 'query', 'export', 'investigate', 'ingest', 'list', 'alert'],
  'abuse-desk': ['read', 'export', 'investigate', 'alert'],
  partner: ['export'],
  instructor: ['drill-play', 'drill-observe', 'drill-staff', 'drill-run'],
  assistant: ['drill-play', 'drill-observe', 'drill-staff'],
  'white-cell': ['drill-play', 'drill-observe', 'drill-staff'],
  evaluator: ['drill-play', 'drill-observe', 'drill-staff'],
  observer: ['drill-play', 'drill-observe'],
  trainee: ['drill-play'],
  author: ['drill-author'],
  'training-admin': [
    'drill-play',
    'drill-observe',
    'drill-staff',
    'drill-run',
    'drill-author',
    'drill-admin',
  ],
  admin: rights,
};

/** Whether any of an account's roles carries a right. */
export const hasRight = (held: readonly Role[], right: Right): boolean =>
  held.some(role => roleRights[role].includes(right));
