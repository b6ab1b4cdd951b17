import { expect, it } from 'vitest';
import type { DetectionSeverity, DetectionView } from '#model/drill/api.ts';
import { bySeverity, chosenBy } from './severities.ts';

const one = (severity: DetectionSeverity, at: number, source = 'suricata'): DetectionView => ({
  line: {
    id: `${at}`,
    at,
    source,
    host: '',
    user: '',
    from: '',
    destination: '',
    object: '',
    code: '',
    text: '',
  },
  severity,
  stated: '',
  name: '',
  category: '',
});

it('puts the gravest first and the newest of them before the others', () => {
  const list = [one('low', 9), one('high', 1), one('unstated', 10), one('critical', 2), one('high', 5)];
  expect(list.sort(bySeverity).map(({ severity, line }) => `${severity} ${line.at}`)).toEqual([
    'critical 2',
    'high 5',
    'high 1',
    'low 9',
    'unstated 10',
  ]);
});

it('lets through what is asked for', () => {
  const list = [one('low', 1), one('high', 2), one('high', 3, 'windows-defender')];
  const times = (sev: string, src: string) =>
    list.filter(report => chosenBy(report, { sev, src })).map(report => report.line.at);
  expect(times('', '')).toEqual([1, 2, 3]);
  expect(times('high', '')).toEqual([2, 3]);
  expect(times('high', 'suricata')).toEqual([2]);
});
