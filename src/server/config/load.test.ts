// Settings come from file, environment and flags in that order, and every mistake is named with its place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HinomiError } from '#model/errors.ts';
import { environmentOf } from './environment.ts';
import { loadSettings } from './load.ts';
import { environmentName, flagName, settingKeys } from './settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hinomi-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const problem = (run: () => unknown): HinomiError => {
  try {
    run();
  } catch (error) {
    if (error instanceof HinomiError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

test('without anything said, everything has a default and the data folder is absolute', () => {
  const settings = loadSettings({}, {}, folder);
  expect(settings['http.port']).toBe(8080);
  expect(settings['http.address']).toBe('127.0.0.1');
  expect(settings.data).toBe(join(folder, 'hinomi-data'));
});

test('flag over environment over file', () => {
  const file = join(folder, 'c.json');
  writeFileSync(file, JSON.stringify({ 'http.port': 1, 'collector.port': 2, 'dns.rpzPort': 3 }));
  const settings = loadSettings(
    { HINOMI_COLLECTOR_PORT: '20', HINOMI_DNS_RPZ_PORT: '30' },
    { config: file, 'dns-rpz-port': '300' },
  );
  expect([settings['http.port'], settings['collector.port'], settings['dns.rpzPort']]).toEqual([1, 20, 300]);
});

test('lists and flags of yes and no are read from text', () => {
  const settings = loadSettings(
    { HINOMI_AGENT_HONEYPOTS: 'ssh, telnet', HINOMI_DNS_ENABLED: 'no' },
    {},
    folder,
  );
  expect(settings['agent.honeypots']).toEqual(['ssh', 'telnet']);
  expect(settings['dns.enabled']).toBe(false);
});

test('a mistake names its place and what is expected', () => {
  expect(problem(() => loadSettings({ HINOMI_HTTP_PORT: 'eighty' }, {}, folder))).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('HINOMI_HTTP_PORT'),
  });
  expect(problem(() => loadSettings({}, { 'http-port': '70000' }, folder)).message).toContain('--http-port');
  const file = join(folder, 'c.json');
  writeFileSync(file, '{"http.prot": 80}');
  expect(problem(() => loadSettings({}, { config: file })).place).toEqual({ file, field: 'http.prot' });
  writeFileSync(file, '{ not json');
  expect(problem(() => loadSettings({}, { config: file })).place).toEqual({ file });
});

test('what a child process is given is what it reads', () => {
  const settings = loadSettings(
    { HINOMI_DNS_UPSTREAMS: '192.0.2.1:53,192.0.2.2', HINOMI_INDICATORS_AUTO_LIST: 'yes' },
    {},
    folder,
  );
  expect(loadSettings(environmentOf(settings), {}, folder)).toEqual(settings);
});

test('names in environment and flags are unique', () => {
  expect(new Set(settingKeys.map(environmentName)).size).toBe(settingKeys.length);
  expect(new Set(settingKeys.map(flagName)).size).toBe(settingKeys.length);
});
