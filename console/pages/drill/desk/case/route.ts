// Where the hosts of the attacker's route stand in the drawing: each as many steps from its beginning as it takes. Pure.
export interface RouteStep {
  id: string;
  from: string;
  to: string;
  technique?: string | undefined;
  when?: number | undefined;
}

export interface RouteNode {
  name: string;
  column: number;
  row: number;
}

/** Same host in any spelling. */
const key = (name: string): string => name.trim().toLowerCase();

export function layoutRoute(steps: readonly RouteStep[]): {
  nodes: RouteNode[];
  columns: number;
  rows: number;
} {
  const names = new Map<string, string>();
  for (const { from, to } of steps)
    for (const name of [from, to]) if (!names.has(key(name))) names.set(key(name), name);
  const entered = new Set(steps.filter(one => key(one.from) !== key(one.to)).map(one => key(one.to)));
  const column = new Map<string, number>();
  let wave = [...names.keys()].filter(name => !entered.has(name));
  // A circle has no beginning: any host will do.
  const first = names.keys().next().value;
  if (wave.length === 0 && first !== undefined) wave = [first];
  for (let depth = 0; names.size > column.size; depth++) {
    for (const name of wave) if (!column.has(name)) column.set(name, depth);
    const next = steps.filter(one => wave.includes(key(one.from))).map(one => key(one.to));
    wave = [...new Set(next)].filter(name => !column.has(name));
    if (wave.length === 0) {
      const rest = [...names.keys()].find(name => !column.has(name));
      if (rest !== undefined) {
        wave = [rest];
        depth = -1;
      }
    }
  }
  const filled: number[] = [];
  const nodes = [...column].map(([name, place]) => {
    const row = filled[place] ?? 0;
    filled[place] = row + 1;
    return { name: names.get(name)!, column: place, row };
  });
  return {
    nodes,
    columns: filled.length,
    rows: filled.reduce((most, n) => Math.max(most, n ?? 0), 0),
  };
}

export const sameHost = (a: string, b: string): boolean => key(a) === key(b);
