// `hinomi agent`: the sensor program for another machine.
import { resolve } from 'node:path';
import { startAgent } from '#server/agent.ts';
import type { Command } from '../command.ts';
import { settingsOf } from '../stores.ts';

export const agent: Command = {
  name: 'agent',
  summary: 'Run a sensor here that pushes to a collector elsewhere',
  usage: '[--token TOKEN] [--folder FOLDER] [--agent-honeypots ssh,telnet,…] [--agent-capture INTERFACE]',
  examples: [
    'hinomi agent --token hinomi-… --folder /var/lib/hinomi-agent',
    'hinomi agent --folder /var/lib/hinomi-agent',
  ],
  options: { token: { type: 'string' }, folder: { type: 'string' } },
  run: async context => {
    const token = context.flags['token'] ?? process.env['HINOMI_TOKEN'];
    const running = await startAgent({
      settings: settingsOf(context),
      clock: Date.now,
      folder: resolve(String(context.flags['folder'] ?? './hinomi-agent')),
      ...(token ? { token: String(token) } : {}),
    });
    const { agent: id, name, collector } = running.status();
    context.out(
      context.json
        ? JSON.stringify({ ready: true, agent: id, name, collector: collector.url })
        : `Agent ${name} (${id}) pushes to ${collector.url}.`,
    );
    await new Promise<void>(stop => {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    });
    await running.stop();
    return 0;
  },
};
