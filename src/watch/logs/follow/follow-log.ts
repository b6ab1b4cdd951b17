// A growing log as events: followed, recognised, parsed; ids stay the same when lines come again after a crash.
import { deterministicIds } from '#model/event/deterministic-id.ts';
import type { Event } from '#model/event/event.ts';
import { isSkip, type LineParser, type ParserContext } from '../format.ts';
import type { SkippedLine } from '../ingest.ts';
import { readHead } from '../read/head.ts';
import { stamp } from '../read/stamp.ts';
import { chooseLogFormat } from '../registry.ts';
import { type FollowedBatch, type FollowOptions, followFile } from './follow-file.ts';

export interface FollowLogOptions
  extends Omit<FollowOptions, 'onLines'>,
    Omit<ParserContext, 'name' | 'clock'> {
  /** A format id, or `auto`. */
  format: string;
  /** Names the stream in ids and `hinomi.input`, e.g. agent and path. */
  inputId: string;
  /** Takes events over durably. */
  onEvents: (events: Event[]) => Promise<void>;
  onSkip?: (line: SkippedLine) => void;
}

/**
 * Follows until the signal aborts. Bad lines go to `onSkip`.
 * @throws HinomiError `LOG_FORMAT_UNKNOWN`; what `onEvents` throws; file errors other than absence.
 */
export async function followLog(options: FollowLogOptions): Promise<void> {
  let generation = '';
  let parser: LineParser | undefined;
  let ids = deterministicIds(options.inputId);
  const { onEvents, onSkip, format, inputId, ...rest } = options;

  /** A parser that knows the header, also when following goes on in mid-file. */
  const open = async (batch: FollowedBatch): Promise<LineParser> => {
    const first = batch.lines[0]!;
    const head =
      first.offset === 0
        ? batch.lines
            .slice(0, 64)
            .map(line => line.text)
            .join('\n')
        : (await readHead(batch.file)).head;
    const fresh = chooseLogFormat(format, head, options.path).createParser({ ...rest, name: options.path });
    if (first.offset > 0)
      for (const text of head.split('\n')) {
        const result = fresh.line(text);
        if (!isSkip(result) || result.kind !== 'header') break;
      }
    return fresh;
  };

  await followFile({
    ...rest,
    onLines: async batch => {
      if (!parser || batch.generation !== generation) {
        generation = batch.generation;
        parser = await open(batch);
        ids = deterministicIds(`${inputId} ${generation}`);
      }
      const events: Event[] = [];
      const skip = (line: FollowedBatch['lines'][number], why: string) =>
        onSkip?.({ line: line.record, offset: line.offset, why, text: line.text.slice(0, 8_192) });
      for (const line of batch.lines) {
        if (line.tooLong !== undefined) {
          skip(line, `line of ${line.tooLong} bytes is too long`);
          continue;
        }
        const result = parser.line(line.text);
        if (isSkip(result)) {
          if (result.kind === 'bad') skip(line, result.skip);
          continue;
        }
        const { offset, record, charset } = line;
        events.push(
          ...stamp(result, line.text, { input: inputId, file: batch.file, offset, record, charset }, ids),
        );
      }
      if (events.length > 0) await onEvents(events);
    },
  });
}
