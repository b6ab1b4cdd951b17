// Thread that answers questions about the lines in a folder: {@link Ask} in, {@link Answer} out, as they are found.
import { parentPort, workerData } from 'node:worker_threads';
import type { HinomiError } from '#model/errors.ts';
import type { EvidenceQuestions, EvidenceScope } from './port.ts';
import { EvidenceReader } from './questions.ts';
import { type Steps, takeTurns } from './turns.ts';

export interface ReaderOptions {
  folder: string;
  /** Bytes for what is kept of files and of answers. */
  memory: number;
}

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

const { folder, memory } = workerData as ReaderOptions;
const reader = new EvidenceReader(folder, memory);
const turns = takeTurns();

parentPort?.on('message', async ({ id, method, parameters }: Ask) => {
  let answer: Answer;
  try {
    const ask: (...parameters: never[]) => Steps<unknown> = reader[method];
    answer = { id, value: await turns.add(ask.apply(reader, parameters as never[])) };
    const warming = reader.warm((parameters[0] as EvidenceScope).world);
    // What goes wrong here goes wrong again for who asks.
    if (warming) turns.add(warming).catch(() => {});
  } catch (error) {
    const { code, message, remedy, place, status } = error as HinomiError;
    answer = { id, error: code ? { code, message, remedy, place, status } : { message } };
  }
  parentPort?.postMessage(answer);
});
