import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkFile, contentFiles } from './check.ts';

const product = resolve(import.meta.dirname, '../../../content');
const own = mkdtempSync(join(tmpdir(), 'hinomi-author-'));
afterAll(() => rmSync(own, { recursive: true }));
const around = { folders: [own, product] };

/** A file of the product, changed as an author might get it wrong, in the author's folder. */
function changed(file: string, ...changes: readonly (readonly [string, string])[]) {
  let text = readFileSync(join(product, file), 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  mkdirSync(dirname(join(own, file)), { recursive: true });
  writeFileSync(join(own, file), text);
  const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  return { faults: checkFile(join(own, file), around), lineOf };
}
const scenario = 'scenarios/usb-worm-control-system.yaml';

describe('check of content files', () => {
  it('finds no fault in scenarios, programmes and organisations of the product, wherever they lie', () => {
    for (const file of [
      scenario,
      'programmes/one-day.yaml',
      'organisations/small-firm.yaml',
      'hints/general.yaml',
    ])
      expect(changed(file).faults).toEqual([]);
    expect(contentFiles(own)).toHaveLength(4);
  });

  it('tells a misspelt field of a choice by its own name and line, and nothing of the other choices', () => {
    const { faults, lineOf } = changed(scenario, ['count: 4 }', 'cont: 4 }']);
    const line = lineOf('cont: 4');
    expect(faults.map(({ place, text }) => [place.line, place.field, text])).toEqual([
      [line, 'cast.near.cont', 'there is no such field'],
      [line, 'cast.near', 'must have required properties count'],
    ]);
    expect(faults[0]!.remedy).toContain('scenario.schema.json');
  });

  it('lists the choices when a kind is unknown', () => {
    const { faults } = changed(scenario, [
      'kind: hosts, of: windows-server',
      'kind: machines, of: windows-server',
    ]);
    expect(faults).toHaveLength(1);
    expect(faults[0]!.place.field).toBe('cast.near.kind');
    expect(faults[0]!.text).toMatch(/must be one of person, people, host, hosts/);
  });

  it('tells every name that does not exist', () => {
    const { faults, lineOf } = changed(
      scenario,
      ['T1210', 'T9210'],
      ['windows-system, zeek-conn', 'windows-sistem, zeek-conn'],
      ['message: plant-alarm', 'message: plant-alarms'],
      ['move: plant-write', 'move: plant-rewrite'],
    );
    const told = (field: string) => faults.find(fault => fault.place.field === field);
    expect(told('plan[0:stick].techniques[1]')?.place.line).toBe(lineOf('T9210'));
    expect(told('plan[0:stick].evidence[1]')?.text).toBe('there is no evidence source windows-sistem');
    expect(told('plan[1:write].move')?.text).toBe('no move plant-rewrite');
    const notice = faults.filter(fault => fault.place.field === 'notices[1].message');
    expect(notice).toHaveLength(2);
    expect(notice[0]!.remedy).toContain('plant-alarm');
  });

  it('wants both languages, each in its own side', () => {
    const { faults } = changed(scenario, [
      'en: "USB worm in a control system"',
      'en: "制御システムへの USB ワーム"',
    ]);
    expect(faults.map(({ place, text }) => [place.field, text])).toEqual([
      ['title.en', 'has Japanese letters in the English text'],
    ]);
    const missing = changed(scenario, [', en: "USB worm in a control system"', '']);
    expect(missing.faults[0]).toMatchObject({
      place: { field: 'title' },
      text: 'must have required properties en',
    });
  });

  it('checks conditions and references of a programme', () => {
    const { faults } = changed(
      'programmes/one-day.yaml',
      ['milestone: contained', 'milestone: contain'],
      ['report: incident', 'report: accident'],
    );
    expect(faults.map(({ text }) => text)).toEqual([
      'there is no report template accident',
      'there is no contain',
    ]);
    expect(faults[1]!.place.field).toBe('injects[1:press-question].trigger.when.all[1].any[1].milestone');
    expect(faults[1]!.remedy).toBe('Use one of: contained.');
  });

  it('tells what is no YAML, no content, or cannot be read', () => {
    const { faults } = changed(scenario, ['leads: {', 'leads: [']);
    expect(faults[0]!.text).toContain('is not valid YAML');
    expect(faults[0]!.place.line).toBeGreaterThan(1);
    expect(checkFile(join(own, 'notes.txt'), around)[0]!.text).toBe('is no content file');
    expect(checkFile(join(own, 'scenarios/none.yaml'), around)[0]!.text).toBe('cannot be read');
  });

  it('tells the field of an organisation that does not fit', () => {
    const { faults, lineOf } = changed('organisations/small-firm.yaml', ['remote: 0.3', 'remote: 3']);
    expect(faults[0]).toMatchObject({ place: { line: lineOf('remote: 3'), field: 'remote' } });
  });
});
