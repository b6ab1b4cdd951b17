// A scenario against a rule of our own: the step it is about is caught, the others are not.
import { expect, it } from 'vitest';
import { SigmaMatcher } from '#analyse/incident/sigma/matcher.ts';
import { readRule } from '#analyse/incident/sigma/rule.ts';
import { scenarios } from '#drill/run/library.ts';
import { attack } from './steps.ts';

it('names the steps a rule catches, and those that leave no Windows record', { timeout: 60_000 }, () => {
  const rule = readRule(
    'cleared.yml',
    'title: Log cleared\nlevel: high\nlogsource: {product: windows, service: security}\ndetection: {s: {EventID: 1102}, condition: s}',
  );
  const request = { profile: 'municipality', staff: 120, days: 2, seed: 7 };
  const { steps, profile } = attack(request, scenarios().get('targeted-mail')!, new SigmaMatcher([rule]));
  expect(profile).toBe('municipality');
  expect(steps.filter(step => step.rules.length > 0).map(step => step.move)).toEqual(['clear-logs']);
  expect(steps.find(step => step.move === 'phishing-mail')?.events).toBe(0);
  expect(steps.filter(step => step.events > 0).length).toBeGreaterThan(5);
});

it('catches a break-in through the web in the records of Linux audit', { timeout: 60_000 }, () => {
  const rule = readRule(
    'shell.yml',
    'title: Shell of the web server\nlevel: high\nlogsource: {product: linux, category: process_creation}\ndetection: {s: {User: www-data, Image|endswith: /id}, condition: s}',
  );
  const request = { profile: 'municipality', staff: 120, days: 2, seed: 7 };
  const { steps } = attack(request, scenarios().get('defacement')!, new SigmaMatcher([rule]));
  const caught = steps.filter(step => step.rules.length > 0);
  expect(caught.map(step => step.move)).toContain('web-exploit');
  expect(caught.every(step => step.rules.every(({ category }) => category === 'linux (audit)'))).toBe(true);
  expect(steps.find(step => step.move === 'web-scan')).toMatchObject({ events: 0, rules: [] });
  expect(steps.find(step => step.move === 'web-scan')!.others).toBeGreaterThan(100);
});
