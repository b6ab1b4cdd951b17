// What a message says by itself to anybody: which public server it is about, and what kind of attack it complains of.
import { sceneOf } from '../activity/scene.ts';
import { applicationOf, publicSite } from '../run/public.ts';
import type { Utterance } from '../run/run.ts';
import { note } from './findings.ts';
import type { Search } from './search.ts';

const plain: Readonly<
  Record<string, readonly [where: 'site' | 'application' | 'database' | '', technique: string]>
> = {
  'site-strange': ['site', 'T1491.002'],
  redirected: ['site', 'T1491.002'],
  'site-down': ['site', 'T1498.002'],
  'soc-logins': ['application', 'T1110.004'],
  'strange-login': ['application', 'T1110.004'],
  'points-gone': ['application', 'T1657'],
  'contact-changed': ['application', 'T1098'],
  'soc-database': ['database', 'T1213.006'],
  'vpn-failures': ['', 'T1110.003'],
  'pc-dead': ['', 'T1561.002'],
};

export function plainly({ world, found }: Search, { at, message }: Utterance): void {
  const said = plain[message.key.replace('drill.notice.', '')];
  if (!said) return;
  const [where, technique] = said;
  const scene = sceneOf(world);
  const application = applicationOf(scene);
  const host =
    where === 'site'
      ? publicSite(scene)
      : where === 'application'
        ? application.host
        : where === 'database'
          ? application.database
          : undefined;
  if (host) note(found, 'host', host.name, undefined, at);
  if (!found.timeline.some(one => one.technique === technique))
    found.timeline.push({ technique, host: host?.name ?? '', at, lines: [] });
}
