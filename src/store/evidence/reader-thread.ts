// Thread that answers questions about the lines in a folder: {@link Ask} in, {@link Answer} out, as they are found.
import { parentPort, workerData } from 'node:worker_threads';
import type { HinomiError } from '#model/errors.ts';
import type { Steps } from './evaluate.ts';
import type { EvidenceQuestions } from './port.ts';
import { EvidenceReader } from './questions.ts';
import { takeTurns } from './turns.ts';

export interface Ask {
  id: number;
  method: keyof EvidenceQuestions;
  parameters: readonly unknown[];
}

export type Answer =
  | { id: number; value: unknown }
  | {
      id: number;
      error: Pick<HinomiError, 'message'> &
        Partial<Pick<HinomiError, 'code' | 'remedy' | 'place' | 'status'>>;
    };

const reader = new EvidenceReader((workerData as { folder: string }).folder);
const turns = takeTurns();

parentPort?.on('message', async ({ id, method, parameters }: Ask) => {
  let answer: Answer;
  try {
    const ask: (...parameters: never[]) => Steps<unknown> = reader[method];
    answer = { id, value: await turns.add(ask.apply(reader, parameters as never[])) };
  } catch (error) {
    const { code, message, remedy, place, status } = error as HinomiError;
    answer = { id, error: code ? { code, message, remedy, place, status } : { message } };
  }
  parentPort?.postMessage(answer);
});
