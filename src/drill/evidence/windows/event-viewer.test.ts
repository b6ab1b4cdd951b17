import { describe, expect, it } from 'vitest';
import { toEventViewerCsv } from './event-viewer.ts';
import { project, samples } from './fixture.ts';

const lines = project(samples('a,"b"'));
const of = (code: string): string[] => lines.filter(line => line.facets.code === code).map(line => line.text);
const ja = { language: 'ja', utcOffset: 540 } as const;

/** Cells of one CSV row, quotes taken off (RFC 4180). */
const cells = (row: string): string[] =>
  [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gs)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );

describe('Event Viewer CSV', () => {
  it('Security: outcome, local time, Japanese headings', () => {
    const [header, row] = [...toEventViewerCsv(of('4688'), ja)];
    expect(header).toBe('キーワード,日付と時刻,ソース,イベント ID,タスクのカテゴリ');
    const [outcome, time, source, id, category, message] = cells(row!);
    expect([outcome, time, source, id, category]).toEqual([
      '成功の監査',
      '2026/04/06 12:00:00',
      'Microsoft-Windows-Security-Auditing',
      '4688',
      'プロセス作成',
    ]);
    expect(message).toContain(
      '新しいプロセスが作成されました。\r\n\r\nサブジェクト:\r\n\tセキュリティ ID:\t\tS-1-5-21-',
    );
    expect(message).toContain('プロセスのコマンド ライン:\t\tpowershell.exe a,"b"');
    expect(message).toContain('トークン昇格の種類:\t\tTokenElevationTypeLimited (3)');
  });

  it('Security: failures, in English too', () => {
    const [header, row] = [...toEventViewerCsv(of('4625'), { language: 'en', utcOffset: 540 })];
    expect(header).toBe('Keywords,Date and Time,Source,Event ID,Task Category');
    const [outcome, time, , , category, message] = cells(row!);
    expect(outcome).toBe('Audit Failure');
    expect(time).toBe('4/6/2026 12:00:05 PM');
    expect(category).toBe('Logon');
    expect(message).toContain('Unknown user name or bad password.');
  });

  it('Sysmon: level, local time outside, UtcTime inside, as public Japanese samples have it', () => {
    const [header, row] = [...toEventViewerCsv(of('sysmon:1'), ja)];
    expect(header).toBe('レベル,日付と時刻,ソース,イベント ID,タスクのカテゴリ');
    const [level, time, source, id, category, message] = cells(row!);
    expect([level, source, id, category]).toEqual([
      '情報',
      'Microsoft-Windows-Sysmon',
      '1',
      'Process Create (rule: ProcessCreate)',
    ]);
    expect(time).toBe('2026/04/06 12:00:00');
    expect(message).toMatch(
      /^Process Create:\r\nRuleName: -\r\nUtcTime: 2026-04-06 03:00:00\.000\r\nProcessGuid: \{5aa13a44-/,
    );
  });

  it('every record has six cells, whatever is in it', () => {
    for (const line of lines) {
      const [, row] = [...toEventViewerCsv([line.text], ja)];
      expect(cells(row!)).toHaveLength(6);
      expect(cells(row!)[4]).not.toBe('');
    }
  });
});
