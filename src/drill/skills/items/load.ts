// The item bank from its content files: one file a domain, checked item by item.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TSchema, Type } from 'typebox';
import {
  type Item,
  ItemFile,
  type ItemKind,
  type ItemSource,
  itemKinds,
  MultipleItem,
  OrderItem,
  ShortItem,
  SingleItem,
} from '#model/drill/item.ts';
import { type Fault, fieldName, readYaml, refuse, schemaFaults } from '../read-yaml.ts';

/** An item and where it stands, for faults found later. */
export interface LoadedItem {
  item: Item;
  file: string;
  line: number;
}

const schemas: Record<ItemKind, TSchema> = {
  single: SingleItem,
  multiple: MultipleItem,
  order: OrderItem,
  short: ShortItem,
};
const kindOf = (entry: unknown): ItemKind | undefined => {
  const kind = entry !== null && typeof entry === 'object' && 'kind' in entry ? entry.kind : undefined;
  return itemKinds.find(known => known === kind);
};

// Each item is checked by the schema of its own kind: the error then speaks of that kind only.
const looseFile = Type.Object(
  { ...ItemFile.properties, items: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false },
);

/** Reads one domain's file. */
export function readItems(file: string, text: string): { items: LoadedItem[]; faults: Fault[] } {
  const { value, faults, lineOf } = readYaml(file, text, looseFile);
  if (!value) return { items: [], faults };
  const items: LoadedItem[] = [];
  const found: Fault[] = [];
  value.items.forEach((entry, index) => {
    const kind = kindOf(entry);
    const wrong = kind
      ? schemaFaults(schemas[kind], entry)
      : [{ path: ['kind'], text: `must be one of ${itemKinds.join(', ')}` }];
    for (const fault of wrong) {
      const path = ['items', index, ...fault.path];
      found.push({ place: { file, line: lineOf(path), field: fieldName(value, path) }, text: fault.text });
    }
    if (wrong.length === 0)
      items.push({
        item: { ...(entry as ItemSource), domain: value.domain },
        file,
        line: lineOf(['items', index]),
      });
  });
  return { items, faults: found };
}

/**
 * Reads every `*.yaml` of a folder in name order.
 * @throws HinomiError `CONTENT_INVALID` naming file, line and field of each fault.
 */
export function loadItems(folder: string): LoadedItem[] {
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort();
  const read = files.map(name => readItems(name, readFileSync(join(folder, name), 'utf8')));
  const faults = read.flatMap(({ faults }) => faults);
  if (faults.length > 0) refuse(faults);
  return read.flatMap(({ items }) => items);
}
