// The fake shell: a command line and a state give output, events and the next state. Pure; nothing is executed or fetched.
import { commandTable } from './commands/table.ts';
import { lookUp, resolvePath, takeFresh, writeFile } from './files.ts';
import { readWords, splitLine } from './split.ts';
import { type ShellEvent, type ShellState, shellLimits } from './state.ts';

export interface Outcome {
  state: ShellState;
  /** Bytes as a Latin-1 string, lines ended by \n. */
  output: string;
  events: ShellEvent[];
  /** The visitor left the shell. */
  exit: boolean;
}

/** What one command sees and may do. */
export interface Call {
  name: string;
  args: readonly string[];
  input: string;
  state: ShellState;
  report(event: ShellEvent): void;
  /** Runs a nested command line in the same state; gives its output. */
  nested(line: string): string;
  leave(): void;
}

export type Command = (call: Call) => { output?: string; status?: number } | string;

/** Runs one line (or script) at `now` in Unix milliseconds. Never throws; work and output are bounded. */
export function run(before: ShellState, line: string, now: number): Outcome {
  const text = line.slice(0, shellLimits.line);
  const start: ShellState = {
    ...before,
    now,
    history:
      text.trim() === ''
        ? before.history
        : [...before.history, text.slice(0, shellLimits.historyLine)].slice(-shellLimits.history),
  };
  const session = new Interpreter(start);
  const output = session.list(text, 0);
  for (const url of mentionedUrls(text)) session.mention(url);
  return { state: session.state, output, events: session.events, exit: session.left };
}

/** Reports files written and never run: to be called when the visit ends. */
export function leftFiles(state: ShellState): ShellEvent[] {
  return takeFresh(state).files.map(file => ({ kind: 'file', ...file }));
}

const urlPattern = /\b(?:https?|ftp|tftp):\/\/[^\s'"`;|&<>()\\]{3,2000}/gi;
const mentionedUrls = (text: string): string[] => (text.match(urlPattern) ?? []).slice(0, 16);

class Interpreter {
  state: ShellState;
  events: ShellEvent[] = [];
  left = false;
  #commands = 0;
  #output = 0;

  constructor(state: ShellState) {
    this.state = state;
  }

  list(line: string, depth: number): string {
    let output = '';
    for (const { connector, commands } of splitLine(line)) {
      if (this.left || this.#commands >= shellLimits.commands) break;
      if (connector === '&&' && this.state.status !== 0) continue;
      if (connector === '||' && this.state.status === 0) continue;
      let piped = '';
      for (const [index, command] of commands.entries()) {
        piped = this.#simple(command, index === 0 ? '' : piped, depth);
        if (this.left) break;
      }
      output += piped;
      if (output.length > shellLimits.output) return output.slice(0, shellLimits.output);
    }
    return output;
  }

  mention(url: string): void {
    if (!this.events.some(event => event.kind === 'download' && event.url === url))
      this.events.push({ kind: 'download', url, tool: 'mentioned' });
  }

  #simple(raw: string, input: string, depth: number): string {
    if (++this.#commands > shellLimits.commands || this.#output > 4 * shellLimits.output) return '';
    const command = raw
      .replace(/^(?:(?:then|do|else|if|while|until|time|!|\{|\()\s+)+/, '')
      .replace(/[\s)}]+$/, '');
    if (/^(?:fi|done|esac|for\s.*|case\s.*)?$/.test(command)) return '';
    const {
      words,
      output,
      input: source,
    } = readWords(command, {
      variable: name => this.#variable(name),
      command: line => (depth >= shellLimits.depth ? '' : this.list(line, depth + 1).replace(/\n+$/, '')),
    });
    while (words.length > 0 && /^[A-Za-z_]\w*=/.test(words[0]!)) this.#assign(words.shift()!);
    const given = source === undefined ? input : this.#read(source);
    const result = words.length === 0 ? { output: '', status: 0 } : this.#call(words, given, depth);
    this.state = { ...this.state, status: result.status };
    this.#output += result.output.length;
    if (!output) return result.output;
    const path = resolvePath(this.state, output.file);
    if (path !== '/dev/null') this.state = writeFile(this.state, path, result.output, output.append);
    return '';
  }

  #call(words: readonly string[], input: string, depth: number): { output: string; status: number } {
    const [name, ...args] = words as [string, ...string[]];
    const base = name.slice(name.lastIndexOf('/') + 1);
    const path = resolvePath(this.state, name);
    const written = name.includes('/') ? this.state.files.get(path) : undefined;
    if (typeof written === 'object') return this.#execute(path, depth);
    const command = commandTable.get(base);
    if (
      !command ||
      (name.includes('/') && lookUp(this.state, path) === undefined && !/^\/(usr\/)?s?bin\//.test(path))
    )
      return { output: this.#notFound(name), status: 127 };
    const call: Call = {
      name: base,
      args,
      input,
      state: this.state,
      report: event => this.#report(event),
      nested: line => {
        if (depth >= shellLimits.depth) return '';
        this.state = call.state;
        const output = this.list(line, depth + 1);
        this.left = false; // `exit` in a nested shell leaves that one only
        call.state = this.state;
        return output;
      },
      leave: () => {
        this.left = true;
      },
    };
    const result = command(call);
    this.state = call.state;
    return typeof result === 'string'
      ? { output: result, status: 0 }
      : { output: result.output ?? '', status: result.status ?? 0 };
  }

  /** A file of the visitor's own is "run": reported, and read as a script when it is text. */
  #execute(path: string, depth: number): { output: string; status: number } {
    const { state, files } = takeFresh(this.state, path);
    this.state = state;
    for (const file of files) this.#report({ kind: 'file', ...file });
    const file = lookUp(state, path);
    if (typeof file !== 'object' || (file.mode & 0o111) === 0)
      return { output: `${this.#shellName()}: ${path}: Permission denied\n`, status: 126 };
    if (depth >= shellLimits.depth || /[\0\x7f]/.test(file.content)) return { output: '', status: 0 };
    return { output: this.list(file.content, depth + 1), status: 0 };
  }

  #report(event: ShellEvent): void {
    if (this.events.length < 64) this.events.push(event);
  }

  #read(file: string): string {
    const found = lookUp(this.state, resolvePath(this.state, file));
    return typeof found === 'object' ? found.content : '';
  }

  #variable(name: string): string {
    if (name === '?') return String(this.state.status);
    if (name === '$') return '21877';
    if (name === '0') return this.#shellName();
    if (name === 'PWD') return this.state.cwd;
    return Object.hasOwn(this.state.variables, name) ? this.state.variables[name]! : '';
  }

  #assign(word: string): void {
    const [name, value] = [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)];
    if (
      !Object.hasOwn(this.state.variables, name) &&
      Object.keys(this.state.variables).length >= shellLimits.variables
    )
      return;
    this.state = { ...this.state, variables: { ...this.state.variables, [name]: value.slice(0, 1024) } };
  }

  #shellName = (): string => (this.state.flavour === 'busybox' ? 'sh' : '-bash');

  #notFound(name: string): string {
    return this.state.flavour === 'busybox'
      ? `sh: ${name}: not found\n`
      : `-bash: ${name}: command not found\n`;
  }
}
