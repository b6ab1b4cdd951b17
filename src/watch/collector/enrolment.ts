// Enrolment at the collector: one-time secrets, and agents told apart by a bearer token of which only the hash is kept.
import { createHash, timingSafeEqual } from 'node:crypto';
import { type EnrolAnswer, type EnrolRequest, formatEnrolmentToken } from '#model/collect/enrol.ts';
import { HinomiError } from '#model/errors.ts';
import { type RandomBytes, uuidv7 } from '#model/ids.ts';
import type { Agent } from '#model/record/agent.ts';
import { type Clock, day } from '#model/time.ts';
import type { Enrolment } from '#store/records/collections.ts';
import type { Collection } from '#store/records/port.ts';

/** SHA-256 in hex. */
export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Whether a secret's hash is this one, in constant time. */
export const hashMatches = (secret: string, hash: string): boolean => {
  const own = Buffer.from(sha256Hex(secret));
  const other = Buffer.from(hash);
  return own.length === other.length && timingSafeEqual(own, other);
};

export interface EnrolmentOrder {
  name: string;
  vantage: Agent['vantage'];
  /** Account that orders it. */
  by: string;
  /** How agents reach this collector, and the SHA-256 of its certificate. */
  url: string;
  pin: string;
  /** How long the token may wait. Default 1 day. */
  validMs?: number;
}

interface Parts {
  enrolments: Collection<Enrolment, 'tokenHash' | 'expires'>;
  agents: Collection<Agent, 'name' | 'status' | 'tokenHash' | 'lastSeen'>;
  clock: Clock;
  random: RandomBytes;
  /** Events a day a new agent may push. */
  dailyQuota: number;
}

/** Makes a token text that enrols one agent, once. The text is shown now and never again. */
export async function issueEnrolmentToken(
  parts: Parts,
  order: EnrolmentOrder,
): Promise<{ id: string; token: string; expires: number }> {
  const now = parts.clock();
  const secret = Buffer.from([...parts.random(16), ...parts.random(16)]).toString('base64url');
  const id = uuidv7(now, parts.random);
  const expires = now + (order.validMs ?? day);
  await parts.enrolments.put({
    id,
    name: order.name,
    vantage: order.vantage,
    tokenHash: sha256Hex(secret),
    by: order.by,
    created: now,
    expires,
  });
  return { id, token: formatEnrolmentToken({ url: order.url, pin: order.pin, secret }), expires };
}

const refused = () =>
  new HinomiError('ENROLMENT_REFUSED', 'The enrolment token is unknown, used or expired.', {
    status: 403,
    remedy: 'Make a new token on the console page Agents.',
  });

/** Enrols an agent. The same request again answers the same, so that a lost answer does no harm. */
export async function enrol(parts: Parts, request: EnrolRequest): Promise<EnrolAnswer> {
  const { items } = await parts.enrolments.list({
    where: { tokenHash: sha256Hex(request.secret) },
    limit: 1,
  });
  const [found] = items;
  const now = parts.clock();
  if (!found) throw refused();
  if (!found.agent && found.expires < now) throw refused();
  // Claimed before the agent exists: of two hosts with one token, one wins.
  const claim = await parts.enrolments.update(found.id, entry =>
    entry.agent ? entry : { ...entry, agent: uuidv7(now, parts.random) },
  );
  const id = claim.agent!;
  const existing = await parts.agents.get(id);
  if (existing && existing.tokenHash !== request.tokenHash) throw refused();
  if (!existing)
    await parts.agents.put({
      id,
      name: claim.name,
      vantage: claim.vantage,
      status: 'active',
      tokenHash: request.tokenHash,
      quota: parts.dailyQuota,
      version: request.version,
      enrolled: now,
      lastSeen: now,
    });
  return { agent: id, name: claim.name, vantage: claim.vantage };
}
