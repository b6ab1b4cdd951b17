import { describe, expect, it } from 'vitest';
import type { Host } from '../../world/entities.ts';
import type { WorldEvent } from '../../world/event.ts';
import { machineSid } from '../../world/lookup.ts';
import { hosts, type Line, processRef, project, samples, session, systemSession, world } from './fixture.ts';
import { parseRecord } from './parse.ts';

const noon = Date.UTC(2026, 3, 6, 3);
const { pc, plainPc, dc, fileServer, proxy } = hosts;
const event = (extra: Record<string, unknown>): WorldEvent =>
  ({ at: noon, host: pc, cause: '', ...extra }) as WorldEvent;
const data = (line: Line): Record<string, unknown> => Object.fromEntries(parseRecord(line.text).data);
const pick = (lines: readonly Line[], code: string): Line[] =>
  lines.filter(line => line.facets.code === code);
const start = (host: Host, image: string, parent: ReturnType<typeof processRef>, at: number) =>
  event({
    kind: 'process-start',
    at,
    host,
    session: session(host),
    process: processRef(image, 4 * (1000 + (at % 500))),
    parent,
    integrity: 'Medium',
    directory: 'C:\\',
    sha256: '0'.repeat(64),
    company: 'Microsoft Corporation',
    description: '',
  });

describe('what joins Windows records', () => {
  it('record ids and times grow with the time of the event for each host and log', () => {
    const events = Array.from({ length: 400 }, (_, i) =>
      start(
        i % 2 === 0 ? pc : fileServer,
        'C:\\Windows\\System32\\net.exe',
        processRef('C:\\a.exe', 8),
        noon + i * 3,
      ),
    );
    const last = new Map<string, { id: number; time: string }>();
    for (const line of project([...events, ...samples()].sort((a, b) => a.at - b.at))) {
      const { channel, computer, recordId, time } = parseRecord(line.text);
      const key = `${channel} ${computer}`;
      const before = last.get(key);
      if (before) {
        expect(recordId, key).toBeGreaterThan(before.id);
        expect(time >= before.time, `${key} ${before.time} ${time}`).toBe(true);
      }
      last.set(key, { id: recordId, time });
      // The time in the record is the one it is sorted by.
      expect(Math.abs(Date.parse(`${time.slice(0, 23)}Z`) - Math.floor(line.at))).toBeLessThanOrEqual(0);
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    }
    expect(last.size).toBeGreaterThan(8);
  });

  it('a logon, what runs in it and its end carry one logon id', () => {
    const who = session(pc, 'sato.h', '0x7788aa');
    const lines = project([
      event({ kind: 'logon', session: who, type: 2, ok: true, method: 'kerberos', elevated: true }),
      {
        ...start(
          pc,
          'C:\\Windows\\explorer.exe',
          processRef('C:\\Windows\\System32\\userinit.exe', 900),
          noon + 20,
        ),
        session: who,
      } as WorldEvent,
      event({ kind: 'logoff', at: noon + 9000, session: who, type: 2 }),
    ]);
    const id = (code: string, field: string) => data(pick(lines, code)[0]!)[field];
    expect(id('4624', 'TargetLogonId')).toBe('0x7788aa');
    for (const [code, field] of [
      ['4672', 'SubjectLogonId'],
      ['4688', 'SubjectLogonId'],
      ['4647', 'TargetLogonId'],
      ['4634', 'TargetLogonId'],
      ['sysmon:1', 'LogonId'],
    ] as const)
      expect(id(code, field), code).toBe('0x7788aa');
  });

  it('a service ticket of the domain controller and the logon it opens carry one GUID', () => {
    const lines = project([
      event({
        kind: 'ticket',
        host: dc,
        what: 'service',
        account: 'yamada.t',
        sid: 'S-1-5-21-1-2-3-1142',
        service: 'FS01$',
        client: { ip: pc.ip, port: 50_001, name: pc.name },
        status: 0,
        encryption: 0x12,
        options: 0x40810000,
      }),
      event({
        kind: 'logon',
        at: noon + 15,
        host: fileServer,
        session: session(fileServer),
        type: 3,
        ok: true,
        method: 'kerberos',
        from: { host: pc, ip: pc.ip, port: 50_002 },
        elevated: false,
      }),
    ]);
    const ticket = data(pick(lines, '4769')[0]!);
    expect(ticket['ServiceSid']).toBe(machineSid(world.organisation, fileServer));
    expect(ticket['ServiceSid']).toMatch(/^S-1-5-21-[\d-]+-\d{4,}$/);
    expect(data(pick(lines, '4624')[0]!)['LogonGuid']).toBe(ticket['LogonGuid']);
  });

  it('parent and child are joined by ProcessGuid in Sysmon and by process id in Security', () => {
    const parent = start(
      pc,
      'C:\\Windows\\System32\\cmd.exe',
      processRef('C:\\Windows\\explorer.exe', 800),
      noon,
    );
    const child = start(
      pc,
      'C:\\Windows\\System32\\whoami.exe',
      (parent as Extract<WorldEvent, { kind: 'process-start' }>).process,
      noon + 100,
    );
    const lines = project([parent, child]);
    const [a, b] = pick(lines, 'sysmon:1').map(data);
    expect(b!['ParentProcessGuid']).toBe(a!['ProcessGuid']);
    expect(b!['ParentImage']).toBe(a!['Image']);
    const [c, d] = pick(lines, '4688').map(data);
    expect(d!['ProcessId']).toBe(c!['NewProcessId']);
    expect(d!['CommandLine']).toBe('C:\\Windows\\System32\\whoami.exe');
  });

  it('a file keeps its hashes wherever it turns up', () => {
    const file = (host: Host) =>
      event({
        kind: 'file',
        what: 'create',
        host,
        path: 'C:\\Temp\\a.exe',
        bytes: 9,
        session: session(host),
        process: processRef('C:\\a.exe', 8),
        sha256: 'ab'.repeat(32),
      });
    const run = {
      ...start(pc, 'C:\\Temp\\a.exe', processRef('C:\\b.exe', 12), noon),
      sha256: 'ab'.repeat(32),
    } as WorldEvent;
    const lines = project([file(pc), file(fileServer), run]);
    const hashes = [...pick(lines, 'sysmon:29'), ...pick(lines, 'sysmon:1')].map(
      line => data(line)['Hashes'],
    );
    expect(hashes).toHaveLength(3);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^SHA1=[0-9A-F]{40},MD5=[0-9A-F]{32},SHA256=(AB){32},IMPHASH=[0-9A-F]{32}$/);
  });

  it('the policy decides who records: no Linux host, Sysmon only where it runs, Kerberos only on domain controllers', () => {
    const on = (host: Host) =>
      project([start(host, 'C:\\a.exe', processRef('C:\\b.exe', 8), noon)]).map(line => line.facets.code);
    expect(on(proxy)).toEqual([]);
    expect(on(plainPc)).toEqual(['4688']);
    expect(on(pc)).toEqual(['4688', 'sysmon:1']);
    const ticket = samples().find(e => e.kind === 'ticket')!;
    expect(project([{ ...ticket, host: fileServer } as WorldEvent])).toEqual([]);
  });

  it('SYSTEM is the machine account in Security and NT AUTHORITY in Sysmon', () => {
    const lines = project([
      {
        ...start(pc, 'C:\\a.exe', processRef('C:\\b.exe', 8), noon),
        session: systemSession(pc),
      } as WorldEvent,
    ]);
    expect(data(pick(lines, '4688')[0]!)).toMatchObject({
      SubjectUserName: 'PC-0001$',
      SubjectDomainName: 'CITY',
    });
    expect(data(pick(lines, 'sysmon:1')[0]!)).toMatchObject({
      User: 'NT AUTHORITY\\SYSTEM',
      TerminalSessionId: 0,
    });
  });

  it('the same events give the same lines', () => {
    expect(project(samples())).toEqual(project(samples()));
  });
});
