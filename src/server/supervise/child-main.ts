// What every supervised program does alike: say when ready, say why it cannot start, end when asked or orphaned.
import { HinomiError } from '#model/errors.ts';

/** A program that has not ended after this is cut off, ms. */
const longestEnd = 15_000;

/**
 * Runs a program under the supervisor (or by hand, without one). `start` returns how to stop it.
 * The program ends when told to (SIGTERM, SIGINT) and when its supervisor is gone.
 */
export async function runChild(start: () => Promise<() => Promise<void>>): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    // Without a supervisor nobody ends a process that hangs here.
    setTimeout(() => process.exit(1), longestEnd).unref();
    await stop?.().catch((error: unknown) => console.error(error));
    process.exit(code);
  };
  process.on('SIGTERM', () => void end(0));
  process.on('SIGINT', () => void end(0));
  process.on('disconnect', () => void end(0));
  try {
    stop = await start();
    process.send?.({ ready: true });
  } catch (error) {
    console.error(error);
    const known = error instanceof HinomiError;
    process.send?.({ ready: false, message: (error as Error).message, remedy: known ? error.remedy : '' });
    // Let the message leave before the process does.
    setTimeout(() => process.exit(1), 50);
  }
}
