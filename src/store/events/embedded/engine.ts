// The embedded engine: one chDB data directory, a session a statement (settings end with it, as over HTTP),
// reads beside writes. Main thread only: chDB crashes the process from worker threads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';
import { HinomiError } from '#model/errors.ts';
import { Gate } from './gate.ts';

export interface RunOptions {
  format: string;
  database?: string;
  /** Engine settings, and query parameters as `param_<name>` in the escaped form of the HTTP interface. */
  settings?: Readonly<Record<string, string>>;
  write?: boolean;
}

export interface RunResult {
  bytes: Uint8Array;
  seconds: number;
  rowsRead: number;
  bytesRead: number;
}

/** A failed statement with ClickHouse's own error code. */
export class EngineError extends Error {
  readonly exceptionCode: number;
  constructor(message: string, exceptionCode: number) {
    super(message);
    this.exceptionCode = exceptionCode;
  }
}

const settingName = /^[A-Za-z][A-Za-z0-9_]{0,127}$/;
const literal = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;

/** The living process named in ClickHouse's lock file, if it is not this one. */
function lockHolder(directory: string): number | undefined {
  try {
    const pid = Number(/PID: (\d+)/.exec(readFileSync(join(directory, 'status'), 'utf8'))?.[1]);
    if (!pid || pid === process.pid) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 0 : undefined;
  }
}

/** Opens a data directory and runs statements on it. */
export class Engine {
  readonly #directory: string;
  /** Holds the directory open between statements. */
  readonly #keeper: Session;
  readonly #reads = new Gate(8, 512);
  readonly #writes = new Gate(2, 512);

  /**
   * @param directory where the engine keeps its parts
   * @param configFile engine configuration (caches, pools), see config.ts
   * @throws HinomiError `STORE_LOCKED` when another process has the directory open
   */
  constructor(directory: string, configFile?: string) {
    this.#directory = directory;
    try {
      this.#keeper = new Session(
        directory,
        configFile ? { connectionArgs: [`--config-file=${configFile}`] } : {},
      );
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      if (/lock/i.test(message) || lockHolder(directory) !== undefined)
        throw new HinomiError('STORE_LOCKED', `the event store ${directory} is in use by another process`, {
          place: { file: directory },
          remedy: 'Stop the other Hinomi, or give this one another data directory.',
          cause,
        });
      throw new HinomiError('STORE_OPEN', `the event store ${directory} does not open: ${message}`, {
        place: { file: directory },
        remedy: 'Check the free space and the owner of the directory.',
        cause,
      });
    }
  }

  /** Statements running or waiting now. */
  get busy(): number {
    return this.#reads.busy + this.#writes.busy;
  }

  /**
   * Runs one statement. @throws EngineError with ClickHouse's code, or 202 (TOO_MANY_SIMULTANEOUS_QUERIES) when
   * too many wait already.
   */
  async run(sql: string, options: RunOptions): Promise<RunResult> {
    const gate = options.write ? this.#writes : this.#reads;
    if (!(await gate.enter()))
      throw new EngineError(
        'Code: 202. DB::Exception: too many statements wait. (TOO_MANY_SIMULTANEOUS_QUERIES)',
        202,
      );
    let session: Session | undefined;
    try {
      session = new Session(this.#directory);
      if (options.database) session.query(`USE \`${options.database.replaceAll('`', '')}\``);
      const settings = Object.entries(options.settings ?? {});
      // readonly forbids every later SET, so it goes last.
      settings.sort(([a], [b]) => Number(a === 'readonly') - Number(b === 'readonly'));
      for (const [name] of settings)
        if (!settingName.test(name))
          throw new EngineError(
            `Code: 115. DB::Exception: unknown setting ${JSON.stringify(name)}. (UNKNOWN_SETTING)`,
            115,
          );
      if (settings.length > 0)
        session.query(`SET ${settings.map(([name, value]) => `${name} = ${literal(value)}`).join(', ')}`);
      const result = await session.queryAsync(sql, { format: options.format });
      return {
        bytes: result.bytes(),
        seconds: result.elapsed,
        rowsRead: Number(result.rowsRead),
        bytesRead: Number(result.bytesRead),
      };
    } catch (error) {
      throw asEngineError(error);
    } finally {
      session?.close();
      gate.leave();
    }
  }

  close(): void {
    this.#keeper.close();
  }
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const given = (error as { clickhouseCode?: number }).clickhouseCode;
  const code = given ?? Number(/Code: (\d+)/.exec(message)?.[1] ?? 1002);
  return new EngineError(
    message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message}`,
    code,
  );
}
