import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadProfile } from './load-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'hinomi-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const part of ['organisations', 'names'])
  cpSync(`content/${part}`, join(folder, part), { recursive: true });

/** Loads municipality after one replacement in a file. */
function withChange(file: string, from: string | RegExp, to: string) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
  try {
    return loadProfile('municipality', folder);
  } finally {
    writeFileSync(path, text);
  }
}

const own = 'organisations/municipality.yaml';
const lineOf = (file: string, text: string) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .findIndex(line => line.includes(text)) + 1;

describe('an organisation profile', () => {
  it('takes from its base what it does not say', () => {
    const { organisation } = loadProfile('municipality');
    expect(organisation.lunch).toEqual({ from: '12:00', to: '13:00' });
    expect(organisation.servers.map(server => server.name)).toContain('DC');
  });

  it('replaces servers of its base by name and adds its own', () => {
    const { organisation } = loadProfile('small-firm');
    expect(organisation.servers.filter(server => server.name === 'FW')).toEqual([
      { name: 'FW', roles: ['firewall', 'vpn', 'wireless'], os: 'appliance', segment: 'dmz' },
    ]);
    const maker = loadProfile('manufacturer').organisation;
    expect(maker.servers.map(server => server.name)).toEqual(expect.arrayContaining(['FW', 'PLC', 'HIST']));
  });

  it.each([
    ['a misspelt field', own, 'netbios: HIURA', 'netbois: HIURA', 'netbois'],
    ['a domain that could exist', own, 'city-hiura.example', 'city-hiura.jp', 'domain'],
    ['a share above one', own, 'share: 0.12,', 'share: 12,', 'departments.6.share'],
    ['an application on no server', own, 'server: MAIL }', 'server: POST }', 'applications.1.server'],
    [
      'a server of the base in no segment',
      'organisations/base/common.yaml',
      'os: appliance, segment: management',
      'os: appliance, segment: attic',
      'servers.20.segment',
    ],
    [
      'a role of the base nobody knows',
      'organisations/base/common.yaml',
      'roles: [radius]',
      'roles: [radio]',
      'servers.15.roles.0',
    ],
    ['a name that is not romanised', 'names/people.yaml', '[佐藤, Sato]', '[佐藤, satō]', 'family.0.1'],
    [
      'an outside address that is somebody’s',
      'names/internet.yaml',
      '198.18.32.0/20',
      '8.8.0.0/20',
      'providers.1.cidrs.0',
    ],
  ])('refuses %s, naming file, line and field', (_, file, from, to, field) => {
    let thrown: unknown;
    const line = lineOf(file, from);
    try {
      withChange(file, from, to);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'DRILL_PROFILE', place: { file, field, line: expect.any(Number) } });
    const { place } = thrown as { place: { line: number } };
    // Inside the entry, which may be spread over a few lines.
    expect(Math.abs(place.line - line)).toBeLessThanOrEqual(1);
  });

  it('refuses text that is no YAML, with its line', () => {
    expect(() => withChange(own, 'ranks:', 'ranks: [')).toThrow(
      expect.objectContaining({
        code: 'DRILL_PROFILE',
        place: expect.objectContaining({ file: own, line: expect.any(Number) }),
      }),
    );
  });

  it('refuses aliases that grow', () => {
    const bomb = `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\nbase: common`;
    expect(() => withChange(own, 'base: common', bomb)).toThrow();
  });

  it.each(['../../etc/passwd', 'Municipality', '', 'no-such-profile'])('finds no profile %j', id => {
    expect(() => loadProfile(id, folder)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^DRILL_PROFILE/) }),
    );
  });
});
