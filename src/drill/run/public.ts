// Which server and application the public meets.
import type { Scene } from '../activity/scene.ts';
import type { Application, Host, World } from '../world/entities.ts';

/** The public web server. */
export const publicSite = (scene: Scene): Host => scene.role('web')[0] ?? scene.world.organisation.hosts[0]!;

/** The application people outside log in to; the site itself where there is none. */
export function applicationOf(scene: Scene): Pick<Application, 'id' | 'host' | 'database' | 'databaseName'> {
  const { applications } = scene.world.organisation;
  const found =
    applications.find(one => one.kind === 'public') ?? applications.find(one => one.kind === 'portal');
  return (
    found ?? {
      id: 'portal',
      host: publicSite(scene),
      database: scene.role('database')[0],
      databaseName: 'portal',
    }
  );
}

/** Accounts of the public application: people outside, numbered. */
export const isMember = (world: World, account: string): boolean =>
  /^u\d{6}$/.test(account) && world.organisation.applications.some(one => one.kind === 'public');
