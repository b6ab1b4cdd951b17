// A file a visitor left: hashed, bounded, reported, handed to the sink. Nothing is written to disk or run here.
import { createHash } from 'node:crypto';
import type { StartContext } from '../honeypot.ts';
import type { Session } from '../reporter.ts';

/** Reports a captured file. `truncated` says that the visitor sent more than `bytes`. */
export function fileCaptured(
  session: Session,
  { limits, capture }: Pick<StartContext, 'limits' | 'capture'>,
  name: string,
  bytes: Uint8Array,
  truncated: boolean,
): void {
  const kept = bytes.subarray(0, limits.captureBytes);
  const cut = truncated || kept.length < bytes.length;
  const sha256 = createHash('sha256').update(kept).digest('hex');
  session.report('file-captured', {
    'file.name': name,
    'file.size': kept.length,
    'file.hash.sha256': sha256,
    'file.hash.md5': createHash('md5').update(kept).digest('hex'),
    ...(cut ? { labels: { truncated: 'true' } } : {}),
  });
  try {
    capture?.(kept, { sha256, name, session: session.id, truncated: cut });
  } catch {
    // A full or broken sink must not end the visit; the event with the hash is already out.
  }
}
