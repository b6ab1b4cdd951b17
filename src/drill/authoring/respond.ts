// What a robot does about what it found: the usual measures, as bluntly or carefully as its level has it.
import { actions } from '../actions/actions.ts';
import { isMember } from '../run/public.ts';
import type { ActionTaken } from '../run/run.ts';
import type { World } from '../world/entities.ts';
import type { Desk } from './desk.ts';
import { type Findings, named } from './findings.ts';
import type { Knowledge } from './knowledge.ts';

/** The boss thinks about a well-founded request. */
const approval = 10 * 60_000;
/** Minutes between the steps of one measure: first the evidence, then the cut, then the new system. */
const step = 3 * 60_000;

export interface Wish {
  action: string;
  parameters: ActionTaken['parameters'];
  /** Ask again when the reason for it came again: how often it came. */
  time?: number;
  /** Later than the others, ms. */
  after?: number;
}

/** What has to be put back or called for when people complain; everybody would think of it. */
function repairs(world: World, desk: Desk, found: Findings, thorough: boolean): Wish[] {
  const list: Wish[] = [];
  const said = (key: string) =>
    desk.utterances.filter(one => one.message.key === `drill.notice.${key}` && one.answers === 0).length;
  const flooded = desk.lines.some(line => line.code === 'alert' && line.object.startsWith('DOS '));
  if (flooded || said('site-down') > 0)
    list.push({ action: 'call-provider', parameters: { text: 'Flood on the public site.' } });
  const web = world.organisation.hosts.find(host => host.roles.includes('web'));
  const strange = said('site-strange') + said('redirected');
  const doors = found.timeline.some(one => one.technique === 'T1505.003');
  // Whoever knows of a door does not trust the pages of the backup alone.
  if (web && strange > 0 && !(thorough && doors))
    list.push({ action: 'restore', parameters: { host: web.name }, time: strange });
  return list;
}

/** Novices do what the message in front of them names, and little else. */
function blunt(world: World, desk: Desk, found: Findings): Wish[] {
  const list: Wish[] = repairs(world, desk, found, false);
  for (const name of named(found, 'domain')) list.push({ action: 'block-name', parameters: { name } });
  for (const address of named(found, 'ip')) list.push({ action: 'block-address', parameters: { address } });
  for (const name of named(found, 'host'))
    if (world.organisation.hosts.find(one => one.name === name)?.kind === 'pc')
      list.push({ action: 'isolate-host', parameters: { host: name } });
  const users = desk.utterances.filter(one =>
    /strange-login|points-gone|contact-changed/.test(one.message.key),
  );
  // Everybody out, and in again: the password stays what it was.
  if (users.length > 0)
    list.push({ action: 'revoke-sessions', parameters: { account: 'all' }, time: users.length });
  if (users.length > 1)
    list.push({ action: 'publish-statement', parameters: { text: 'Please change your passwords.' } });
  return list;
}

export function wishes(world: World, desk: Desk, found: Findings, { acts }: Knowledge): Wish[] {
  if (acts === 'none') return [];
  if (acts === 'blunt') return blunt(world, desk, found);
  const thorough = acts === 'thorough';
  const { organisation } = world;
  const list: Wish[] = repairs(world, desk, found, thorough);
  const want = (action: string, parameters: Wish['parameters'], after = 0) =>
    list.push({ action, parameters, after });
  const did = (technique: string) => found.timeline.some(one => one.technique === technique);
  for (const name of named(found, 'domain')) want('block-name', { name });
  const addresses = named(found, 'ip');
  if (addresses.length > 0) want('block-address', { address: addresses.join(', ') });
  for (const sender of named(found, 'email')) want('block-sender', { sender });
  const touched = new Set(found.route.map(one => one.to));
  for (const name of named(found, 'host')) {
    const host = organisation.hosts.find(one => one.name === name);
    if (!host) continue;
    if (host.roles.includes('web') && (did('T1190') || did('T1110.001') || did('T1110.004'))) {
      want('patch', { host: name });
      if (thorough && did('T1505.003')) {
        want('rebuild-host', { host: name }, step);
      }
    } else if (host.kind === 'pc' || host.kind === 'server') {
      const entered = touched.has(name) || named(found, 'path').length > 0;
      if (host.kind === 'pc' || (entered && touched.has(name))) {
        if (thorough && touched.has(name)) want('take-memory', { host: name });
        want('isolate-host', { host: name }, thorough ? step : 0);
        if (thorough && touched.has(name)) want('rebuild-host', { host: name }, 10 * step);
      }
    }
  }
  const members: string[] = [];
  for (const account of named(found, 'account')) {
    const person = organisation.people.some(one => one.account === account);
    const service = organisation.serviceAccounts.some(one => one.account === account);
    if (isMember(world, account)) members.push(account);
    else if (person || service) want('reset-password', { account });
    else if (did('T1136.002') && account !== 'krbtgt' && account !== 'www-data')
      want('disable-account', { account });
  }
  if (members.length > 0) want('reset-password', { account: members.join(', ') }, step);
  if (did('T1003.006')) {
    want('revoke-tickets', { account: 'krbtgt' });
    list.push({ action: 'revoke-tickets', parameters: { account: 'krbtgt' }, time: 2, after: 10 * step });
  }
  if (thorough && did('T1566.001')) want('notify-users', { text: 'Do not open the mail.' });
  return list;
}

/** Puts new wishes into the log; of a list only what is new. */
export function order(log: ActionTaken[], wanted: readonly Wish[], at: number): void {
  const said = new Map<string, Set<string>>();
  const parts = (value: unknown) => String(value).split(', ');
  for (const one of log) {
    const [value] = Object.values(one.parameters);
    const known = said.get(one.action) ?? new Set();
    for (const part of parts(value)) known.add(part);
    said.set(one.action, known);
  }
  for (const wish of wanted) {
    const [field, value] = Object.entries(wish.parameters)[0] ?? ['', ''];
    const times = log.filter(
      one => one.action === wish.action && Object.values(one.parameters)[0] === value,
    ).length;
    if (wish.time !== undefined ? times >= wish.time : said.get(wish.action)?.has(String(value))) continue;
    const fresh =
      wish.time === undefined
        ? parts(value).filter(part => !said.get(wish.action)?.has(part))
        : [String(value)];
    if (fresh.length === 0) continue;
    const when = at + (wish.after ?? 0);
    const boss = actions.get(wish.action)?.approval !== 'none';
    log.push({
      action: wish.action,
      parameters: field === '' ? {} : { [field]: fresh.join(', ') },
      number: log.length + 1,
      at: when,
      by: '',
      ...(boss ? { approvedAt: when + approval } : {}),
    });
    const known = said.get(wish.action) ?? new Set();
    for (const part of fresh) known.add(part);
    said.set(wish.action, known);
  }
}
