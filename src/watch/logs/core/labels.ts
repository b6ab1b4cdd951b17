// The rest of a record as labels: flattened, bounded in number, name, value and depth, so that nothing small is lost.
import { labelLimit, textLimit } from '#model/event/event.ts';
import type { Draft } from '../format.ts';
import { bounded, type Labels } from './values.ts';

const nameLimit = 256;
const depthLimit = 8;
/** Label that says how many fields did not fit. */
export const omitted = 'hinomi.omitted';

/** Labels of one event under construction. */
export class LabelBag {
  private readonly labels: Labels = {};
  private count = 0;
  private dropped = 0;

  /** Adds one label; beyond the limit it is only counted. Empty text says nothing and is left out. */
  add(name: string, value: string): void {
    if (value === '') return;
    if (this.count >= labelLimit - 1) {
      this.dropped++;
      return;
    }
    this.count++;
    // `__proto__` would set the prototype instead of a label.
    const key = name === '__proto__' ? '_proto_' : bounded(name, nameLimit);
    this.labels[key] = bounded(value, textLimit);
  }

  /** Adds a value of any shape under a name: objects and lists of objects by path, lists of scalars as one text. */
  addValue(name: string, value: unknown, depth = 0): void {
    if (typeof value === 'string') this.add(name, value);
    else if (typeof value === 'number' || typeof value === 'boolean') this.add(name, String(value));
    else if (value !== null && typeof value === 'object') {
      if (depth >= depthLimit) this.add(name, 'nested too deeply, see the original');
      else if (this.count >= labelLimit - 1) this.dropped++;
      else if (Array.isArray(value)) this.addList(name, value, depth);
      else {
        const record = value as Record<string, unknown>;
        for (const key in record) this.addValue(`${name}.${key}`, record[key], depth + 1);
      }
    }
  }

  private addList(name: string, list: unknown[], depth: number): void {
    let joined = '';
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      if (item !== null && typeof item === 'object') this.addValue(`${name}.${index}`, item, depth + 1);
      else if (joined.length <= textLimit) joined += joined === '' ? String(item) : `, ${item}`;
    }
    if (joined !== '') this.add(name, joined);
  }

  /** Hangs the labels on the event when there are any. */
  finish(draft: Draft): void {
    if (this.dropped > 0) this.labels[omitted] = String(this.dropped);
    if (this.count > 0) draft.labels = this.labels;
  }
}
