// Gives up root after the listeners are bound: what faces attackers keeps no right it does not need.
import { HinomiError } from '#model/errors.ts';

/**
 * Becomes this user for good. Does nothing when not root.
 * @throws HinomiError `PRIVILEGES_KEPT` when the system refuses; the agent must not go on then.
 */
export function dropPrivileges(user: string, group: string): void {
  if (process.getuid?.() !== 0) return;
  try {
    process.setgroups!([]);
    process.setgid!(group);
    process.setuid!(user);
  } catch (cause) {
    throw new HinomiError('PRIVILEGES_KEPT', `Cannot become ${user}:${group}.`, {
      remedy: 'Name a user and group that exist, or start the agent as an ordinary user.',
      cause,
    });
  }
  if (process.getuid() === 0)
    throw new HinomiError('PRIVILEGES_KEPT', `${user} is root.`, { remedy: 'Name an ordinary user.' });
}
