// One file on its way in (SFTP, scp, `cat > file`): bytes put where they belong, within the limits.
import type { HeldBytes } from '../held-bytes.ts';
import type { StartContext } from '../honeypot.ts';
import type { Session } from '../reporter.ts';
import { fileCaptured } from '../shell/capture.ts';

export interface Upload {
  write(offset: number, bytes: Uint8Array): void;
  append(bytes: Uint8Array): void;
  readonly size: number;
  /** Reports the file and gives its memory back; harmless when called twice. */
  finish(): void;
}

/** Starts taking a file of this name. */
export function openUpload(
  name: string,
  session: Session,
  context: Pick<StartContext, 'limits' | 'capture'>,
  memory: HeldBytes,
): Upload {
  let bytes = Buffer.alloc(0);
  let size = 0;
  let truncated = false;
  let open = true;

  const room = (wanted: number): boolean => {
    if (wanted <= bytes.length) return true;
    const next = Math.min(context.limits.captureBytes, Math.max(wanted, 2 * bytes.length, 4_096));
    if (next < wanted || !memory.take(next - bytes.length)) return false;
    const grown = Buffer.alloc(next);
    bytes.copy(grown, 0, 0, size);
    bytes = grown;
    return true;
  };

  return {
    get size() {
      return size;
    },
    write(offset, part) {
      if (!open || part.length === 0) return;
      const kept = part.subarray(0, Math.max(0, context.limits.captureBytes - offset));
      if (kept.length < part.length) truncated = true;
      // A hole larger than a megabyte is no upload but a way to spend our memory.
      if (kept.length === 0 || offset > size + 2 ** 20 || !room(offset + kept.length)) {
        truncated = true;
        return;
      }
      bytes.set(kept, offset);
      size = Math.max(size, offset + kept.length);
    },
    append(part) {
      this.write(size, truncated ? part.subarray(0, 0) : part);
    },
    finish() {
      if (!open) return;
      open = false;
      if (size > 0) fileCaptured(session, context, name, bytes.subarray(0, size), truncated);
      memory.take(-bytes.length);
      bytes = Buffer.alloc(0);
    },
  };
}
