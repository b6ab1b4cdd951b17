// What commands that work on the stores share: settings from the words, stores opened and closed around the work.
import { loadSettings } from '#server/config/load.ts';
import type { Settings } from '#server/config/settings.ts';
import { openStores, type Stores } from '#server/open-stores.ts';
import type { CommandContext } from './command.ts';

/** The settings a command was called with. */
export const settingsOf = (context: CommandContext): Settings =>
  loadSettings(process.env, context.flags as Record<string, string | undefined>);

/** Runs work on the stores and lets go of them whatever happens. */
export async function withStores<R>(
  context: CommandContext,
  work: (stores: Stores, settings: Settings) => Promise<R>,
): Promise<R> {
  const settings = settingsOf(context);
  const stores = await openStores(settings);
  try {
    return await work(stores, settings);
  } finally {
    await stores.close();
  }
}
