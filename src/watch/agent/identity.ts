// Who the agent is: enrols once, keeps id and bearer token in a file only its user can read.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { collectorPath } from '#model/collect/batch.ts';
import { EnrolAnswer, parseEnrolmentToken } from '#model/collect/enrol.ts';
import { HinomiError } from '#model/errors.ts';
import type { RandomBytes } from '#model/ids.ts';
import { CollectorClient } from './pinned.ts';

const Identity = Type.Object({
  url: Type.String(),
  pin: Type.String(),
  /** Bearer secret; made here, never seen by the collector before it is used. */
  secret: Type.String({ minLength: 20 }),
  /** One-time secret, until the collector has answered; then its SHA-256, so that the same token changes nothing. */
  enrolment: Type.Optional(Type.String()),
  enrolled: Type.Optional(Type.String()),
  agent: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
});
type Identity = Static<typeof Identity>;
const identityCheck = Compile(Identity);
const answerCheck = Compile(EnrolAnswer);

/** An enrolled agent. */
export interface AgentIdentity {
  agent: string;
  name: string;
  url: string;
  pin: string;
  /** Value of the Authorization header. */
  authorization: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function save(path: string, identity: Identity): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(JSON.stringify(identity));
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
}

async function load(path: string): Promise<Identity | undefined> {
  try {
    const identity: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (identityCheck.Check(identity)) return identity;
    throw new Error('a part is missing');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HinomiError('AGENT_IDENTITY', `${path} cannot be read.`, {
      place: { file: path },
      remedy: 'Remove the file and enrol the agent with a new token.',
      cause,
    });
  }
}

/**
 * The agent's identity from its folder, enrolling with `token` when it has none or the token is a new one; the same
 * token again changes nothing.
 * @throws HinomiError `AGENT_NOT_ENROLLED`, `ENROLMENT_REFUSED`, `COLLECTOR_UNREACHABLE`.
 */
export async function agentIdentity(
  dir: string,
  token: string | undefined,
  version: string,
  random: RandomBytes,
): Promise<AgentIdentity> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'agent.json');
  let identity = await load(path);
  const given = token === undefined ? undefined : parseEnrolmentToken(token);
  if (given && identity?.enrolment !== given.secret && identity?.enrolled !== sha256(given.secret)) {
    const secret = Buffer.from([...random(16), ...random(16)]).toString('base64url');
    identity = { url: given.url, pin: given.pin, secret, enrolment: given.secret };
    await save(path, identity);
  }
  if (!identity)
    throw new HinomiError('AGENT_NOT_ENROLLED', 'This agent does not belong to a collector yet.', {
      remedy: 'Start it with the token from the console page Agents.',
    });
  if (identity.agent === undefined) {
    const answer = await enrol(identity, version);
    const { enrolment, ...rest } = identity;
    identity = { ...rest, enrolled: sha256(enrolment!), agent: answer.agent, name: answer.name };
    await save(path, identity);
  }
  const { url, pin, secret, agent, name } = identity;
  return { url, pin, agent: agent!, name: name ?? '', authorization: `Bearer ${agent}.${secret}` };
}

async function enrol(identity: Identity, version: string): Promise<EnrolAnswer> {
  const client = new CollectorClient(identity.url, identity.pin);
  try {
    const request = {
      secret: identity.enrolment,
      tokenHash: sha256(identity.secret),
      version,
    };
    const reply = await client
      .post(`${collectorPath}/enrol`, Buffer.from(JSON.stringify(request)), {
        'content-type': 'application/json',
      })
      .catch((cause: unknown) => {
        throw cause instanceof HinomiError
          ? cause
          : new HinomiError(
              'COLLECTOR_UNREACHABLE',
              `No answer from ${identity.url}: ${(cause as Error).message}`,
              {
                remedy: 'Check address, port and firewall; the agent tries again when it is started again.',
                cause,
              },
            );
      });
    if (reply.status === 200 && answerCheck.Check(reply.body)) return reply.body;
    const { code, message, remedy } = reply.body as { code?: string; message?: string; remedy?: string };
    throw new HinomiError(code ?? 'ENROLMENT_REFUSED', message ?? `The collector answered ${reply.status}.`, {
      remedy: remedy ?? 'Make a new token on the console page Agents.',
      status: reply.status,
    });
  } finally {
    client.close();
  }
}
