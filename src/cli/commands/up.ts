// `hinomi up`: the whole platform on this machine, supervised.
import { existsSync, readFileSync } from 'node:fs';
import { setupLink } from '#server/auth/setup.ts';
import { dataPaths } from '#server/config/paths.ts';
import type { Settings } from '#server/config/settings.ts';
import { prepareData } from '#server/open-stores.ts';
import { platformSpecs } from '#server/processes/specs.ts';
import { publicUrl } from '#server/services.ts';
import type { ChildStatus } from '#server/supervise/child.ts';
import { supervise } from '#server/supervise/supervisor.ts';
import type { Command, CommandContext } from '../command.ts';
import { settingsOf } from '../stores.ts';
import { faultLines, ownFaults, takeContent } from './drill/check.ts';
import { languageOf } from './drill/words.ts';

/** Whether the organisation's own content, if there is any, can be used; says what is wrong with it. */
function contentFits(context: CommandContext, { content }: Settings): boolean {
  if (content === '') return true;
  takeContent({ ...context, flags: { ...context.flags, content } });
  const faults = ownFaults();
  if (faults.length === 0) return true;
  const language = languageOf(context);
  if (context.json) context.out(JSON.stringify({ process: 'content', state: 'failed', faults }));
  else for (const fault of faults) for (const line of faultLines(fault, language)) context.err(line);
  context.err(
    { ja: `${content} を直してから起動してください。`, en: `Correct ${content}, then start again.` }[
      language
    ],
  );
  return false;
}

export const up: Command = {
  name: 'up',
  summary: 'Run the platform: stores, server, console, honeypots, DNS',
  usage: '[--data FOLDER] [--SETTING VALUE …]',
  examples: [
    'hinomi up',
    'hinomi up --data /srv/hinomi --http-port 9000 --agent-enabled false',
    'hinomi up --content ./our-content',
  ],
  options: {},
  run: async context => {
    const settings = settingsOf(context);
    if (!contentFits(context, settings)) return 1;
    prepareData(settings);
    const paths = dataPaths(settings.data);
    const said = new Map<string, string>();
    let announced = false;
    const say = (line: string) => context.out(line);
    const onChange = (statuses: ChildStatus[]) => {
      for (const { name, state, reason, remedy } of statuses) {
        const text = state === 'failed' ? `${name}: ${reason} ${remedy}` : `${name}: ${state}`;
        if (said.get(name) === text || state === 'starting' || state === 'waiting') continue;
        said.set(name, text);
        if (context.json)
          say(JSON.stringify({ process: name, state, ...(state === 'failed' ? { reason, remedy } : {}) }));
        else say(text);
      }
      if (announced || !statuses.every(status => status.state === 'up')) return;
      announced = true;
      const url = publicUrl(settings);
      const setup = existsSync(paths.setupToken)
        ? setupLink(url, readFileSync(paths.setupToken, 'utf8').trim())
        : '';
      if (context.json)
        say(JSON.stringify({ ready: true, url, ...(setup ? { setup } : {}), data: settings.data }));
      else {
        say(`\nHinomi is up.\n  Console        ${url}`);
        if (setup)
          say(
            `  First visit    ${setup}\n                 (makes the first administrator; valid once, for one day)`,
          );
        if (settings['agent.enabled'])
          say(`  Honeypots      on ${settings['agent.address']}; ports on the page Health`);
        if (settings['dns.enabled'])
          say(
            `  Resolver       ${settings['dns.address']}:${settings['dns.resolverPort']}   try: dig @${settings['dns.address']} -p ${settings['dns.resolverPort']} example.org\n` +
              `  RPZ primary    ${settings['dns.address']}:${settings['dns.rpzPort']}\n` +
              `  Warning page   http://${settings['dns.warningAddress']}:${settings['dns.warningPort']}`,
          );
        say(`  Data and logs  ${settings.data}\n\nStop with Ctrl-C.`);
      }
    };
    const supervisor = supervise({
      specs: platformSpecs(settings),
      statusFile: paths.processes,
      lockFile: paths.supervisorLock,
      clock: Date.now,
      onChange,
    });
    await new Promise<void>(resolve => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    if (!context.json) say('Stopping …');
    await supervisor.stop();
    return 0;
  },
};
