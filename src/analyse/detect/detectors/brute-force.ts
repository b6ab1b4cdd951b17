// Password guessing, spraying and credential stuffing by one source, at honeypots or in authentication logs.
import { minute } from '#model/time.ts';
import { proposeAttackers } from '../../indicators/propose.ts';
import { blindSpots } from '../blind-spots.ts';
import type { Detector, Measure } from '../detector.ts';
import { ipIs, ipText, literal, seriesSql } from '../sql.ts';

/** ATT&CK T1110 sub-technique by the shape of the attempts: which varies, names or passwords? */
export function guessingShape(measure: Pick<Measure, 'users' | 'passwords' | 'pairs' | 'events'>): {
  technique: string;
  shape: string;
} {
  const { users, passwords, pairs, events } = measure;
  const fresh = pairs / Math.max(1, events);
  if (users >= 10 && passwords >= 10 && fresh > 0.9 && users > 0.7 * pairs)
    return { technique: 'T1110.004', shape: 'stuffing' };
  if (users >= 5 && passwords * 3 <= users) return { technique: 'T1110.003', shape: 'spraying' };
  return { technique: 'T1110.001', shape: 'guessing' };
}

export const bruteForce: Detector = {
  id: 'brute-force',
  summary: {
    en: 'Password guessing, spraying or credential stuffing',
    ja: 'パスワード総当たり・スプレー・リスト型攻撃',
  },
  references: ['https://attack.mitre.org/techniques/T1110/'],
  gap: 30 * minute,
  series: seriesSql({
    subject: ipText('source.ip'),
    protocol: '`network.protocol`',
    weight: 'greatest(`network.packets`, 1)',
    where: "`event.action` = 'login-attempt'",
  }),
  worthMeasuring: burst => burst.weight >= 5,
  propose: proposeAttackers,
  evidence: burst =>
    `\`event.action\` = 'login-attempt' AND ${ipIs('source.ip', burst.subject)} AND \`network.protocol\` = ${literal(burst.protocol)}`,
  judge: (burst, measure) => {
    const atHoneypot = measure.vantages.includes('honeypot');
    // Nobody has business at a honeypot: five tries will do. On a real service people mistype.
    if (measure.events < (atHoneypot ? 5 : 20)) return undefined;
    const { technique, shape } = guessingShape(measure);
    const broken = measure.successes > 0;
    return {
      rsit: broken && !atHoneypot ? 'unprivileged-account-compromise' : 'brute-force',
      techniques: broken ? [technique, 'T1078'] : [technique],
      severity: Math.min(
        90,
        Math.round(25 + 10 * Math.log10(measure.events) + (broken ? (atHoneypot ? 10 : 40) : 0)),
      ),
      confidence: atHoneypot ? 95 : Math.min(90, Math.round(40 + 20 * Math.log10(measure.events))),
      title: {
        id: `finding.brute-force.${shape}${broken ? '.success' : ''}`,
        values: {
          source: burst.subject,
          protocol: burst.protocol,
          attempts: measure.events,
          users: measure.users,
        },
      },
      subjects: [{ role: 'attacker', type: 'ip', value: burst.subject }],
      rate: {
        peak: Math.round(burst.peak * 60),
        mean: Math.round(measure.events / Math.max(1, (burst.end - burst.start) / minute)),
        unit: 'attempts/min',
      },
      unseen: blindSpots(measure),
    };
  },
};
