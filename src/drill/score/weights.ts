// What counts how much: the one table. Why each is there: content/messages/<language>/drill-score.json, `drill.score.why.*`.

export const weights = {
  hosts: 10,
  accounts: 8,
  indicators: 10,
  files: 5,
  timeline: 7,
  route: 8,
  entry: 7,
  detect: 5,
  contain: 8,
  recover: 5,
  loss: 17,
  cost: 5,
  harm: 5,
} as const satisfies Record<string, number>;
export type CriterionId = keyof typeof weights;
