// Keys of what a run says: outcomes of actions, answers of people, notices, why a step went as it did. The texts are in
// content/messages/<language>/drill-run.json; the compiler knows every key.
import type en from '#content/messages/en/drill-run.json';

type Key = keyof typeof en;
type Under<P extends string> = Key extends infer K ? (K extends `drill.${P}.${infer R}` ? R : never) : never;

export type OutcomeKey = Under<'outcome'>;
export type WhyKey = Under<'why'>;
export type AnswerKey = Under<'answer'>;
