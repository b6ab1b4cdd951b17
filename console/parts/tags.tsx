// Small labels with a fixed look everywhere: severity, class, status, TLP, state, confidence.
import { useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Alert } from '#model/record/alert.ts';
import type { IncidentStatus } from '#model/record/incident.ts';
import type { IndicatorStatus } from '#model/record/indicator.ts';
import type { Input } from '#model/record/input.ts';
import type { Tlp } from '#model/vocab/tlp.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useI18n } from '../i18n/context.tsx';
import { type Scheme, seriesColour, severityLevel } from '../theme/palette.ts';
import { Icon, type IconName } from './icon.tsx';

export const useScheme = (): Scheme => useComputedColorScheme('light');

/** Severity 0–100: word, number and four bars. */
export function Severity({ value, brief = false }: { value: number; brief?: boolean }) {
  const { t } = useI18n();
  const level = severityLevel(value);
  const filled = { low: 1, medium: 2, high: 3, critical: 4 }[level];
  return (
    <span className={`severity sev-${level}`} title={`${t(`severity.${level}`)} · ${value}/100`}>
      <span className="bars" aria-hidden="true">
        {[1, 2, 3, 4].map(bar => (
          <i key={bar} className={bar <= filled ? 'on' : ''} />
        ))}
      </span>
      <span className={brief ? 'off-screen' : ''}>{t(`severity.${level}`)}</span>
    </span>
  );
}

/** A traffic class or dataset with its colour. */
export function ClassTag({ name }: { name: string }) {
  const { t, has } = useI18n();
  const scheme = useScheme();
  const key = `class.${name}`;
  return (
    <span className="class-tag">
      <i style={{ background: seriesColour(name, scheme) }} />
      {has(key) ? t(key) : name || '–'}
    </span>
  );
}

type Tone = 'ok' | 'warn' | 'fail' | 'info' | 'idle';
const toneIcon: Record<Tone, IconName> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'fail',
  info: 'clock',
  idle: 'quiet',
};

/** A state in words with a shape; colour only repeats it. */
export function Tag({ tone, children, icon }: { tone: Tone; children: ReactNode; icon?: IconName }) {
  return (
    <span className={`tag tone-${tone}`}>
      <Icon name={icon ?? toneIcon[tone]} size={13} />
      {children}
    </span>
  );
}

const incidentTone: Record<IncidentStatus, Tone> = {
  new: 'fail',
  acknowledged: 'warn',
  contained: 'info',
  closed: 'ok',
  'false-positive': 'idle',
};
const indicatorTone: Record<IndicatorStatus, Tone> = {
  candidate: 'warn',
  active: 'ok',
  expired: 'idle',
  withdrawn: 'idle',
  'false-positive': 'idle',
};
const inputTone: Record<Input['status'], Tone> = {
  waiting: 'info',
  reading: 'info',
  done: 'ok',
  failed: 'fail',
};
const alertTone: Record<Alert['status'], Tone> = {
  queued: 'info',
  sent: 'warn',
  failed: 'fail',
  acknowledged: 'ok',
  closed: 'idle',
};

export const incidentStatuses = Object.keys(incidentTone) as IncidentStatus[];
export const indicatorStatuses = Object.keys(indicatorTone) as IndicatorStatus[];

export function IncidentStatusTag({ status }: { status: IncidentStatus }) {
  const { t } = useI18n();
  return <Tag tone={incidentTone[status]}>{t(`incident.status.${status}`)}</Tag>;
}
export function IndicatorStatusTag({ status }: { status: IndicatorStatus }) {
  const { t } = useI18n();
  return <Tag tone={indicatorTone[status]}>{t(`indicator.status.${status}`)}</Tag>;
}
export function InputStatusTag({ status }: { status: Input['status'] }) {
  const { t } = useI18n();
  return <Tag tone={inputTone[status]}>{t(`input.status.${status}`)}</Tag>;
}
export function AlertStatusTag({ status }: { status: Alert['status'] }) {
  const { t } = useI18n();
  return <Tag tone={alertTone[status]}>{t(`alert.status.${status}`)}</Tag>;
}

/** Process, honeypot, check and stream states: open sets, so unknown words show as they are. */
const stateTones: Readonly<Record<string, Tone>> = {
  up: 'ok',
  ok: 'ok',
  flowing: 'ok',
  listening: 'ok',
  active: 'ok',
  starting: 'info',
  waiting: 'info',
  quiet: 'idle',
  off: 'idle',
  disabled: 'idle',
  retired: 'idle',
  warn: 'warn',
  degraded: 'warn',
  late: 'warn',
  losing: 'warn',
  silent: 'fail',
  down: 'fail',
  fail: 'fail',
  failed: 'fail',
};
export function StateTag({ state }: { state: string }) {
  const { t, has } = useI18n();
  const key: MessageKey | string = `state.${state}`;
  return <Tag tone={stateTones[state] ?? 'idle'}>{has(key) ? t(key) : state}</Tag>;
}
export const stateTone = (state: string): Tone => stateTones[state] ?? 'idle';

export const tlpLabels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const satisfies readonly Tlp[];
export function TlpTag({ tlp }: { tlp: Tlp }) {
  return <span className={`tlp tlp-${tlp.replace('+', '-')}`}>TLP:{tlp.toUpperCase()}</span>;
}

/** Confidence 0–100 as a short bar and number. */
export function Confidence({ value }: { value: number }) {
  const { t } = useI18n();
  return (
    <span className="confidence" title={t('confidence.title')}>
      <span className="meter" aria-hidden="true">
        <i style={{ width: `${value}%` }} />
      </span>
      {value}%
    </span>
  );
}

/** RSIT type in the reader's language. */
export function useRsit(): (type: string) => string {
  const { t, has } = useI18n();
  return type => {
    const key = `rsit.${type}`;
    return has(key) ? t(key) : type;
  };
}
