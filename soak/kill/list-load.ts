// Changes of the list through the API, as an analyst makes them; keeps what the API confirmed.
import type { Indicator } from '#model/record/indicator.ts';
import type { ApiClient } from '../../e2e/platform.ts';
import { pause } from '../run.ts';

export interface Listed {
  id: string;
  name: string;
  /** When the API confirmed the last change. */
  at: number;
  active: boolean;
  /** A change was sent and nobody knows whether it was made. */
  unsure: boolean;
}

export interface ListLoad {
  listed: readonly Listed[];
  changes(): number;
  unanswered(): number;
  /** Answers that no healthy or starting server may give. */
  strange: string[];
  stop(): Promise<void>;
}

/** Lists a new name, or withdraws an old one, every `everyMs`. */
export function startListLoad(api: ApiClient, everyMs: number, random: () => number): ListLoad {
  const listed: Listed[] = [];
  const strange: string[] = [];
  let changes = 0;
  let unanswered = 0;
  let running = true;
  let number = 0;

  const add = async (): Promise<void> => {
    const name = `n${++number}.soak-list.example`;
    const reply = await api.call<Indicator & { code?: string }>('POST', '/indicators', {
      type: 'domain',
      value: name,
      confidence: 90,
      reason: `soak ${number}`,
      days: 2,
    });
    if (reply.status === 201) {
      listed.push({ id: reply.body.id, name, at: Date.now(), active: true, unsure: false });
      changes++;
    } else if (reply.status < 500) strange.push(`listing ${name}: ${reply.status} ${reply.body?.code}`);
    else unanswered++;
  };
  const withdraw = async (entry: Listed): Promise<void> => {
    entry.unsure = true;
    const reply = await api.call<{ code?: string }>('PATCH', `/indicators/${entry.id}`, {
      status: 'withdrawn',
    });
    if (reply.status === 200) {
      Object.assign(entry, { active: false, unsure: false, at: Date.now() });
      changes++;
    } else if (reply.status < 500)
      strange.push(`withdrawing ${entry.name}: ${reply.status} ${reply.body?.code}`);
    else unanswered++;
  };
  const loop = (async () => {
    while (running) {
      const old = listed[Math.floor(random() * listed.length)];
      try {
        if (old?.active && !old.unsure && random() < 0.25) await withdraw(old);
        else await add();
      } catch {
        unanswered++;
      }
      await pause(everyMs * (0.5 + random()));
    }
  })();
  return {
    listed,
    strange,
    changes: () => changes,
    unanswered: () => unanswered,
    async stop() {
      running = false;
      await loop;
    },
  };
}
