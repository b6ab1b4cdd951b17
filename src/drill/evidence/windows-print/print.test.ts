// A document printed, as the print server records it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { morning } from '../testing/events.ts';
import { textOf } from '../testing/render.ts';
import { machines } from '../testing/small-world.ts';
import { windowsPrint } from './source.ts';

const record = (document: string) => {
  const [line = ''] = textOf(windowsPrint, {
    kind: 'print',
    at: morning,
    host: machines.files,
    cause: '',
    account: 'yamada.t',
    client: machines.pc,
    document,
    pages: 3,
    bytes: 120_000,
    printer: 'PRN-01',
  });
  return { line, event: JSON.parse(line).Event };
};

test('record 307 has its eight parameters', () => {
  const { event } = record('予算.xlsx');
  expect(event.System).toMatchObject({
    Provider: { '#attributes': { Name: 'Microsoft-Windows-PrintService' } },
    EventID: 307,
    Task: 26,
    Opcode: 11,
    Channel: 'Microsoft-Windows-PrintService/Operational',
  });
  expect(event.UserData.DocumentPrinted).toMatchObject({
    Param2: '予算.xlsx',
    Param3: 'yamada.t',
    Param4: '\\\\PC-0042',
    Param5: 'PRN-01',
    Param7: 120_000,
    Param8: 3,
  });
});

test('no name of a document breaks a record', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), document => {
      const { line, event } = record(document);
      expect(line).not.toMatch(/[\x00-\x1f]/);
      expect(event.UserData.DocumentPrinted.Param2).toBe(document);
    }),
    { numRuns: 40 },
  );
});
