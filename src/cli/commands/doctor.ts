// `hinomi doctor`: what is missing for each part and the exact command that brings it.
import { createDoctor } from '#server/doctor/checks.ts';
import { version } from '#server/version.ts';
import type { Command } from '../command.ts';
import { settingsOf } from '../stores.ts';

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

export const doctor: Command = {
  name: 'doctor',
  summary: 'Say what is missing on this machine, and how to get it',
  usage: '[--json]',
  examples: ['hinomi doctor', 'hinomi doctor --json'],
  options: {},
  run: async context => {
    const checks = await createDoctor(settingsOf(context)).run();
    if (context.json) context.out(JSON.stringify({ version, checks }));
    else {
      context.out(`Hinomi ${version}`);
      for (const { state, text, remedy } of checks)
        context.out(`${marks[state]}  ${text}${remedy ? `\n      ${remedy}` : ''}`);
    }
    return checks.some(check => check.state === 'fail') ? 1 : 0;
  },
};
