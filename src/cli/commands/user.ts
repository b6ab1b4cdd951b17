// `hinomi user`: accounts from the command line, for the first day and for lock-outs.
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { type Role, roles } from '#model/vocab/role.ts';
import { userAdministration } from '#server/auth/users.ts';
import { openRecordStore, prepareData } from '#server/open-stores.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { settingsOf } from '../stores.ts';

/** Passwords come by standard input, never as words that other users of the machine could see. */
async function readPassword(context: CommandContext): Promise<string> {
  if (process.stdin.isTTY) context.err('Password (at least 12 characters), then Enter:');
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    for await (const line of lines) return line;
  } finally {
    lines.close();
  }
  throw new UsageError('a password is expected on standard input');
}

function rolesOf(context: CommandContext): Role[] {
  const given = String(context.flags['roles'] ?? '')
    .split(',')
    .filter(Boolean);
  for (const role of given)
    if (!(roles as readonly string[]).includes(role))
      throw new UsageError(`there is no role "${role}"; choose from ${roles.join(', ')}`);
  return given as Role[];
}

export const user: Command = {
  name: 'user',
  summary: 'Make, list, change and disable accounts',
  usage:
    'list | add NAME --roles ROLE[,ROLE] [--display-name TEXT] [--language ja|en] | password NAME | roles NAME --roles … | disable NAME | enable NAME',
  examples: [
    'echo "$PASSWORD" | hinomi user add hanako --roles analyst --language ja',
    'hinomi user list --json',
    'hinomi user disable hanako',
  ],
  options: { roles: { type: 'string' }, 'display-name': { type: 'string' }, language: { type: 'string' } },
  run: async context => {
    const [step, name] = context.positionals;
    const needName = (): string => {
      if (!name) throw new UsageError('name the account');
      return name;
    };
    const settings = settingsOf(context);
    prepareData(settings);
    const records = await openRecordStore(settings);
    try {
      const users = userAdministration(records, Date.now, userInfo().username);
      const show = (account: { name: string; roles: readonly string[]; disabled: boolean }) =>
        context.out(
          context.json
            ? JSON.stringify(account)
            : `${account.name}  ${account.roles.join(', ')}${account.disabled ? '  (disabled)' : ''}`,
        );
      switch (step) {
        case 'list': {
          const all = await users.list();
          if (context.json) context.out(JSON.stringify(all));
          else for (const account of all) show(account);
          return 0;
        }
        case 'add': {
          const language = context.flags['language'] === 'ja' ? 'ja' : 'en';
          const displayName = String(context.flags['display-name'] ?? needName());
          show(
            await users.create({
              name: needName(),
              displayName,
              roles: rolesOf(context),
              language,
              password: await readPassword(context),
            }),
          );
          return 0;
        }
        case 'password':
          await users.resetPassword(needName(), await readPassword(context));
          return 0;
        case 'roles':
          show(await users.setRoles(needName(), rolesOf(context)));
          return 0;
        case 'disable':
          show(await users.disable(needName()));
          return 0;
        case 'enable':
          show(await users.enable(needName()));
          return 0;
        default:
          throw new UsageError('say list, add, password, roles, disable or enable');
      }
    } finally {
      await records.close();
    }
  },
};
