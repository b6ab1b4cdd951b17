import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentKinds, jsonSchema, kindOf } from './kinds.ts';
import { parseYaml } from './yaml.ts';

const content = `${import.meta.dirname}/../../../content`;
const files = readdirSync(content, { recursive: true, encoding: 'utf8' }).filter(name =>
  name.endsWith('.yaml'),
);

describe('kinds of content files', () => {
  it('knows every file of content, and each names its schema for editors', () => {
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const kind = kindOf(`content/${file}`);
      expect(kind, file).toBeDefined();
      const [first] = readFileSync(`${content}/${file}`, 'utf8').split('\n');
      const schema = relative(dirname(file), `schemas/${kind!.id}.schema.json`);
      expect(first, file).toBe(`# yaml-language-server: $schema=${schema}`);
    }
  });

  it('gives schemas an editor can read: plain JSON with the fields of the files', () => {
    for (const kind of contentKinds) {
      const schema = JSON.parse(jsonSchema(kind)) as { properties: Record<string, unknown> };
      const file = files.find(name => kindOf(`content/${name}`) === kind)!;
      const value = parseYaml(readFileSync(`${content}/${file}`, 'utf8')).value as object;
      expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(value)));
    }
  });

  it('finds no kind for what is no content', () => {
    expect(kindOf('content/messages/ja/alert.json')).toBeUndefined();
    expect(kindOf('scenarios.yaml')).toBeUndefined();
    expect(kindOf('/home/author/mine/scenarios/first.yaml')?.id).toBe('scenario');
  });
});
