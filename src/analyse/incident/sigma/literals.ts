// Finds which of many literals a text holds, in one pass (Aho–Corasick, as a table of transitions).

export interface LiteralFinder {
  /** Calls `found` with the number of each literal the text holds; a literal may be told more than once. */
  find(text: string, found: (literal: number) => void): void;
}

/**
 * Builds the table. Literals are numbered in the order given; an empty one is in every text and has no place here.
 * Characters that no literal holds share one column, so the table has literals' characters × distinct characters entries.
 */
export function literalFinder(literals: readonly string[]): LiteralFinder {
  const columns = new Uint16Array(0x1_0000);
  let width = 1;
  let size = 1;
  for (const literal of literals) {
    size += literal.length;
    for (let at = 0; at < literal.length; at++) {
      const code = literal.charCodeAt(at);
      if (columns[code] === 0) columns[code] = width++;
    }
  }
  const next = new Int32Array(size * width);
  /** Literals that end in a state, those of its suffixes included. */
  const ends: (number[] | undefined)[] = [undefined];
  /** Columns under which a state has a child of its own, and that child. */
  const children: [column: number, state: number][][] = [[]];
  let states = 1;
  for (const [number, literal] of literals.entries()) {
    let state = 0;
    for (let at = 0; at < literal.length; at++) {
      const column = columns[literal.charCodeAt(at)]!;
      const place = state * width + column;
      if (next[place] === 0) {
        next[place] = states;
        children[state]!.push([column, states]);
        children[states++] = [];
      }
      state = next[place]!;
    }
    const here = ends[state];
    if (here) here.push(number);
    else ends[state] = [number];
  }
  // Breadth first: the longest proper suffix of a state is always done before the state itself.
  const suffix = new Int32Array(states);
  const queue = children[0]!.map(([, state]) => state);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const shorter = suffix[state]!;
    const inherited = ends[shorter];
    if (inherited) ends[state] = [...(ends[state] ?? []), ...inherited];
    next.copyWithin(state * width, shorter * width, (shorter + 1) * width);
    for (const [column, child] of children[state]!) {
      suffix[child] = next[shorter * width + column]!;
      next[state * width + column] = child;
      queue.push(child);
    }
  }
  return {
    find(text, found) {
      let state = 0;
      for (let at = 0; at < text.length; at++) {
        state = next[state * width + columns[text.charCodeAt(at)]!]!;
        const list = ends[state];
        if (list) for (const number of list) found(number);
      }
    },
  };
}
