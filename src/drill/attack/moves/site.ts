// Which server and application the public meets.
import type { RunState } from '../../run/state.ts';
import type { Application, Host } from '../../world/entities.ts';

/** The public web server. */
export const publicSite = (run: RunState): Host =>
  run.scene.role('web')[0] ?? run.world.organisation.hosts[0]!;

/** The application people outside log in to; the site itself where there is none. */
export function applicationOf(run: RunState): Pick<Application, 'id' | 'host' | 'database' | 'databaseName'> {
  const { applications } = run.world.organisation;
  const found =
    applications.find(one => one.kind === 'public') ?? applications.find(one => one.kind === 'portal');
  return (
    found ?? {
      id: 'portal',
      host: publicSite(run),
      database: run.scene.role('database')[0],
      databaseName: 'portal',
    }
  );
}
