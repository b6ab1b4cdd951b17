// What counts how much: the one table. Why each is there: content/messages/<language>/drill-score.json, `drill.score.why.*`.

export const weights = {
  hosts: 9,
  accounts: 8,
  indicators: 9,
  files: 5,
  timeline: 6,
  route: 7,
  entry: 7,
  detect: 5,
  contain: 8,
  recover: 5,
  loss: 16,
  cost: 5,
  harm: 5,
  word: 5,
} as const satisfies Record<string, number>;
export type CriterionId = keyof typeof weights;

/** Which part of the work a criterion belongs to. */
export const groupOf: Readonly<Record<CriterionId, 'findings' | 'story' | 'time' | 'harm' | 'word'>> = {
  hosts: 'findings',
  accounts: 'findings',
  indicators: 'findings',
  files: 'findings',
  timeline: 'story',
  route: 'story',
  entry: 'story',
  detect: 'time',
  contain: 'time',
  recover: 'time',
  loss: 'harm',
  cost: 'harm',
  harm: 'harm',
  word: 'word',
};
