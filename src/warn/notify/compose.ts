// Writes an alert in the reader's language. Pure: texts, links and times are passed in.
import { formatMessage } from '#model/messages.ts';
import type { Finding, Message } from '#model/record/finding.ts';
import type { Incident } from '#model/record/incident.ts';
import { defangText } from '#model/visible.ts';
import { spelt } from '#model/vocab/names.ts';
import { rsitClassOf } from '#model/vocab/rsit.ts';

export type Language = 'ja' | 'en';
/** Text of a message id in one language. */
export type Catalogue = Readonly<Record<string, string>>;

export interface AlertText {
  subject: string;
  body: string;
}

export interface AlertLinks {
  acknowledge: string;
  incident: string;
}

const say = (catalogue: Catalogue, message: Message): string =>
  formatMessage(
    catalogue[message.id] ?? message.id,
    Object.fromEntries(
      Object.entries(spelt(message.values)).map(([name, value]) => [
        name,
        typeof value === 'string' ? defangText(oneLine(value)) : value,
      ]),
    ),
  );

// Values come from attackers: no line breaks (mail headers), no control characters.
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 300);

/** Subject and plain-text body of one alert; everything an attacker may have written is defanged and on one line. */
export function composeAlert(options: {
  incident: Incident;
  findings: readonly Finding[];
  catalogue: Catalogue;
  links: AlertLinks;
  formatTime: (ms: number) => string;
}): AlertText {
  const { incident, findings, catalogue, links, formatTime } = options;
  const text = (id: string, values = {}) => formatMessage(catalogue[id] ?? id, values);
  const title = say(catalogue, incident.title);
  const lines = [
    title,
    '',
    text('alert.when', { start: formatTime(incident.start), end: formatTime(incident.end) }),
    text('alert.class', {
      rsitClass: rsitClassOf(incident.rsit),
      type: incident.rsit,
      severity: incident.severity,
    }),
    text('alert.tlp', { tlp: incident.tlp.toUpperCase() }),
    '',
    text('alert.findings'),
    ...findings
      .slice(0, 10)
      .flatMap(finding => [
        `- ${say(catalogue, finding.title)}`,
        `  ${text('alert.evidence', { events: finding.evidence.count, packets: finding.evidence.packets, confidence: finding.confidence })}`,
        ...finding.unseen.map(message => `  ${text('alert.unseen', { text: say(catalogue, message) })}`),
      ]),
    ...(findings.length > 10 ? [text('alert.more', { count: findings.length - 10 })] : []),
    '',
    text('alert.acknowledge', { link: links.acknowledge }),
    text('alert.open', { link: links.incident }),
  ];
  return {
    subject: `[TLP:${incident.tlp.toUpperCase()}] #${incident.number} ${title}`.slice(0, 250),
    body: `${lines.join('\n')}\n`,
  };
}

/** What a webhook receives: the incident as data, with links and no personal data. */
export const composeWebhook = (incident: Incident, findings: readonly Finding[], links: AlertLinks) => ({
  type: 'hinomi.incident',
  incident: {
    id: incident.id,
    number: incident.number,
    status: incident.status,
    rsit: { class: rsitClassOf(incident.rsit), type: incident.rsit },
    severity: incident.severity,
    tlp: incident.tlp,
    start: new Date(incident.start).toISOString(),
    end: new Date(incident.end).toISOString(),
    subjects: incident.subjects,
    title: incident.title,
  },
  findings: findings.slice(0, 50).map(({ id, detector, title, confidence, evidence, unseen }) => ({
    id,
    detector,
    title,
    confidence,
    evidence: { events: evidence.count, packets: evidence.packets },
    unseen,
  })),
  links,
});
