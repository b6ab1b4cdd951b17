// Mail as the organisation's servers handle it.
import type { Correspondent, Person, SimTime } from '../../world/entities.ts';
import type { Attachment, Happens, Mail } from '../../world/event.ts';
import type { Random } from '../../world/random.ts';
import { attachmentOf, languageOf, subjectOf } from '../people/subjects.ts';
import type { Scene } from '../scene.ts';

const sizeOf = (attachments: readonly Attachment[], random: Random): number => {
  let bytes = Math.round(random.lognormal(8.9, 0.9)) + 1500;
  for (const one of attachments) bytes += Math.ceil(one.bytes * 1.37);
  return Math.min(bytes, 26_000_000);
};

const someAttachments = (random: Random, language: 'ja' | 'en', chance: number): Attachment[] =>
  random.next() < chance
    ? Array.from({ length: 1 + random.poisson(0.4) }, () => attachmentOf(random, language))
    : [];

/** Mail from a person of the organisation. */
export function mailFrom(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  from: { person: Person; ip: string },
  to: readonly string[],
  outside: Correspondent | undefined,
  random: Random,
): void {
  const host = scene.role('mail')[0] ?? scene.role('mail-gateway')[0];
  if (!host) return;
  const language = languageOf(random);
  const attachments = someAttachments(random, language, 0.22);
  const { person } = from;
  const luck = random.next();
  const outcome: Mail['outcome'] = outside
    ? luck < 0.012
      ? 'bounced'
      : luck < 0.02
        ? 'deferred'
        : 'delivered'
    : 'delivered';
  happens({
    kind: 'mail',
    at,
    host,
    cause: '',
    direction: outside ? 'out' : 'internal',
    envelopeFrom: person.mail,
    from: { name: person.name[language], mail: person.mail },
    to,
    subject: subjectOf(random, language),
    messageId: `<${random.hex(8)}$${random.hex(8)}$${random.hex(8)}@${scene.world.organisation.domain}>`,
    bytes: sizeOf(attachments, random),
    peer: outside ? { ip: outside.address, name: outside.server } : { ip: host.ip, name: host.fqdn },
    client: { ip: from.ip, host: person.pc },
    attachments,
    body: '',
    spf: 'none',
    dkim: 'none',
    dmarc: 'none',
    outcome,
    delay: 120 + random.lognormal(outside ? 7.2 : 5.6, 0.8),
    language,
  });
}

/** Mail from outside, judged at the gateway. */
export function mailTo(
  scene: Scene,
  happens: Happens,
  at: SimTime,
  from: Correspondent,
  to: readonly string[],
  random: Random,
): void {
  const host = scene.role('mail-gateway')[0] ?? scene.role('mail')[0];
  if (!host) return;
  const language = languageOf(random);
  const spam = from.kind === 'spam';
  const attachments = someAttachments(random, language, from.kind === 'newsletter' || spam ? 0.03 : 0.28);
  const luck = random.next();
  const bad = spam ? luck < 0.55 : luck < 0.03;
  const forwarded = !spam && random.next() < 0.02;
  happens({
    kind: 'mail',
    at,
    host,
    cause: '',
    direction: 'in',
    envelopeFrom:
      from.kind === 'newsletter'
        ? `bounce-${random.hex(6)}@${from.mail.slice(from.mail.indexOf('@') + 1)}`
        : from.mail,
    from: { name: from.name[language], mail: from.mail },
    to,
    subject: subjectOf(random, language, from.kind),
    messageId: `<${random.hex(10)}.${random.hex(6)}@${from.server}>`,
    bytes: sizeOf(attachments, random),
    peer: { ip: from.address, name: from.server },
    client: { ip: from.address },
    attachments,
    body: '',
    spf: bad
      ? random.next() < 0.5
        ? 'fail'
        : 'softfail'
      : forwarded
        ? 'softfail'
        : random.next() < 0.05
          ? 'none'
          : 'pass',
    dkim: bad ? 'none' : random.next() < 0.8 ? 'pass' : 'none',
    dmarc: bad ? (random.next() < 0.4 ? 'fail' : 'none') : random.next() < 0.7 ? 'pass' : 'none',
    outcome: spam
      ? luck < 0.62
        ? 'rejected'
        : luck < 0.9
          ? 'quarantined'
          : 'delivered'
      : luck > 0.995
        ? 'deferred'
        : 'delivered',
    delay: 400 + random.lognormal(6.9, 0.8),
    language,
  });
}
