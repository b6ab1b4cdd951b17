// Ties the pure shell to a visit: each line becomes a command event, its URLs and files their own events.
import type { HeldBytes } from '../held-bytes.ts';
import type { StartContext } from '../honeypot.ts';
import type { Session } from '../reporter.ts';
import { fileCaptured } from './capture.ts';
import { leftFiles, run } from './run.ts';
import type { ShellEvent, ShellState } from './state.ts';

export interface ShellVisit {
  readonly state: ShellState;
  /** Runs a line; output is Latin-1 text with \n line ends. */
  line(text: string): { output: string; exit: boolean };
  /** Reports what is left to report and gives its memory back; harmless when called twice. */
  end(): void;
}

/** Lines taken from one visit; after that the shell closes. */
const linesPerVisit = 1_000;

/** A shell for one logged-in visitor. */
export function openShell(
  session: Session,
  start: ShellState,
  context: Pick<StartContext, 'clock' | 'limits' | 'capture'>,
  memory: HeldBytes,
): ShellVisit {
  let state = start;
  let lines = 0;
  let held = 0;
  const report = (event: ShellEvent): void => {
    if (event.kind === 'download')
      session.report('download-request', {
        'url.full': event.url,
        'url.domain': hostOf(event.url),
        labels: { tool: event.tool },
      });
    else fileCaptured(session, context, event.name, Buffer.from(event.content, 'latin1'), false);
  };
  const forget = (): void => {
    const left = leftFiles(state);
    state = { ...state, files: new Map() };
    memory.take(-held);
    held = 0;
    for (const event of left) report(event);
  };
  return {
    get state() {
      return state;
    },
    line(text) {
      if (text.trim() === '') return { output: '', exit: false };
      const result = run(state, text, context.clock());
      state = result.state;
      session.report('command', {
        'process.command_line': Buffer.from(text, 'latin1').toString('utf8'),
        'user.name': state.user,
        'event.outcome': state.status === 0 ? 'success' : 'failure',
      });
      for (const event of result.events) report(event);
      const size = filesSize(state);
      if (memory.take(size - held)) held = size;
      else forget();
      return { output: result.output, exit: result.exit || ++lines >= linesPerVisit };
    },
    end: forget,
  };
}

function filesSize({ files }: ShellState): number {
  let size = 0;
  for (const file of files.values()) if (typeof file === 'object') size += file.content.length;
  return size;
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
