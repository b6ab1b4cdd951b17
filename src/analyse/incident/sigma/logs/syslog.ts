// Lines of syslog on Linux, as files have them: time, host, program, message.
import { event, type Fields, type LineReader, maxLine } from './reader.ts';

const line_ =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) (\S+) ([^\s:[]+)(?:\[(\d+)\])?: (.*)$/s;
const sudo = /(?:^|; )(TTY|PWD|USER|GROUP|ENV|COMMAND)=((?:(?! ; [A-Z]+=).)*)/g;

/** `provider` is the program, by which rules of sshd, sudo and cron are told apart. */
export const syslog = (): LineReader => (line, known) => {
  const found = line_.exec(line.slice(0, maxLine));
  if (!found) return [];
  const [, host, program, pid, message] = found;
  const fields: Fields = new Map([
    ['program', program!],
    ['message', message!],
  ]);
  if (pid) fields.set('pid', pid);
  if (program === 'sudo')
    for (const [, name, value] of message!.replace(/^\s*\S+ : /, '').matchAll(sudo))
      fields.set(name!, value!);
  return [
    event('linux', program!.toLowerCase(), line, fields, { computer: known?.host || host!, at: known?.at }),
  ];
};
