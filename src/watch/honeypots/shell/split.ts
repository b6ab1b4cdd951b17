// Reads a command line as a POSIX shell would (XCU §2.2-2.9, the common part): lists, pipelines, words, redirections.

export type Connector = ';' | '&&' | '||' | '&';

/** One pipeline of raw simple commands, and what joins it to the one before. */
export interface Pipeline {
  connector: Connector;
  commands: string[];
}

/** Index just after the quoted or substituted part that begins at `at`; the end of the text when it is never closed. */
function skipQuoted(text: string, at: number): number {
  const open = text[at]!;
  if (open === '\\') return at + 2;
  if (open === "'" || open === '`') {
    const close = text.indexOf(open, at + 1);
    return close < 0 ? text.length : close + 1;
  }
  if (open === '"') {
    let index = at + 1;
    while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
    return index + 1;
  }
  // $( … ), nested parentheses counted
  let depth = 0;
  for (let index = at + 1; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return index + 1;
  }
  return text.length;
}

const opensQuoted = (text: string, at: number): boolean =>
  '\\\'"`'.includes(text[at]!) || (text[at] === '$' && text[at + 1] === '(');

/** Splits a line at `;`, newline, `&`, `&&`, `||` and `|`, outside quotes. Empty commands are left out. */
export function splitLine(line: string): Pipeline[] {
  const pipelines: Pipeline[] = [];
  let current: Pipeline = { connector: ';', commands: [] };
  let start = 0;
  const endCommand = (end: number): void => {
    const command = line.slice(start, end).trim();
    if (command !== '') current.commands.push(command);
  };
  const endPipeline = (connector: Connector): void => {
    if (current.commands.length > 0) pipelines.push(current);
    current = { connector, commands: [] };
  };
  for (let at = 0; at < line.length; ) {
    if (opensQuoted(line, at)) {
      at = skipQuoted(line, at);
      continue;
    }
    const two = line.slice(at, at + 2);
    const one = line[at]!;
    if (two === '&&' || two === '||') {
      endCommand(at);
      endPipeline(two);
      start = at += 2;
    } else if (one === ';' || one === '\n' || (one === '&' && line[at - 1] !== '>' && line[at + 1] !== '>')) {
      endCommand(at);
      endPipeline(one === '&' ? '&' : ';');
      start = ++at;
    } else if (one === '|') {
      endCommand(at);
      start = ++at;
    } else if (one === '#' && /^\s?$/.test(line[at - 1] ?? '')) {
      endCommand(at);
      const newline = line.indexOf('\n', at);
      start = at = newline < 0 ? line.length : newline;
    } else at++;
  }
  endCommand(line.length);
  endPipeline(';');
  return pipelines;
}

export interface Redirection {
  file: string;
  append: boolean;
}

export interface SimpleCommand {
  words: string[];
  /** Where standard output goes; standard error and input redirections are read and ignored. */
  output?: Redirection;
  input?: string;
}

export interface Expansion {
  variable(name: string): string;
  /** Output of a nested command line. */
  command(line: string): string;
}

/** Reads one simple command into words, expanding variables and substitutions. */
export function readWords(command: string, expansion: Expansion): SimpleCommand {
  const words: string[] = [];
  const result: SimpleCommand = { words };
  let word: string | undefined;
  let target: 'output' | 'append' | 'input' | 'ignored' | undefined;
  const push = (): void => {
    if (word === undefined) return;
    if (target === undefined) words.push(word);
    else if (target === 'input') result.input = word;
    else if (target !== 'ignored') result.output = { file: word, append: target === 'append' };
    target = undefined;
    word = undefined;
  };
  const add = (text: string): void => {
    word = (word ?? '') + text;
  };
  const dollar = (at: number): number => {
    if (command[at + 1] === '(') {
      const end = skipQuoted(command, at);
      add(expansion.command(command.slice(at + 2, end - 1)));
      return end;
    }
    const match = /^\$(?:\{([A-Za-z_]\w{0,63})[^}]{0,64}\}|([A-Za-z_]\w{0,63}|[?$#!0-9@*]))/.exec(
      command.slice(at, at + 140),
    );
    if (!match) {
      add('$');
      return at + 1;
    }
    add(expansion.variable((match[1] ?? match[2])!));
    return at + match[0].length;
  };

  for (let at = 0; at < command.length; ) {
    const one = command[at]!;
    if (one === "'") {
      const end = skipQuoted(command, at);
      add(command.slice(at + 1, command[end - 1] === "'" && end - 1 > at ? end - 1 : end));
      at = end;
    } else if (one === '"') {
      add('');
      for (at++; at < command.length && command[at] !== '"'; ) {
        if (command[at] === '\\' && '"\\$`'.includes(command[at + 1] ?? ' ')) {
          add(command[at + 1]!);
          at += 2;
        } else if (command[at] === '$') at = dollar(at);
        else if (command[at] === '`') at = backtick(at);
        else add(command[at++]!);
      }
      at++;
    } else if (one === '\\') {
      add(command[at + 1] ?? '');
      at += 2;
    } else if (one === '$') at = dollar(at);
    else if (one === '`') at = backtick(at);
    else if (/\s/.test(one)) {
      push();
      at++;
    } else if (one === '>' || one === '<') {
      const stream = word !== undefined && /^[0-9&]$/.test(word) ? word : '';
      if (stream !== '') word = undefined;
      push();
      const append = command[at + 1] === '>';
      at += append ? 2 : 1;
      if (command[at] === '&') {
        target = 'ignored';
        at++;
      } else if (one === '<') target = 'input';
      else target = stream === '2' ? 'ignored' : append ? 'append' : 'output';
    } else {
      add(one);
      at++;
    }
  }
  push();
  return result;

  function backtick(at: number): number {
    const end = skipQuoted(command, at);
    add(expansion.command(command.slice(at + 1, command[end - 1] === '`' && end - 1 > at ? end - 1 : end)));
    return end;
  }
}
