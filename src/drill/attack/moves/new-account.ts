// An account of the attacker's own, put into a powerful group.
import { seconds } from '../../run/state.ts';
import { accountChange, domainAdmins } from '../../run/traces/logon.ts';
import { command } from '../../run/traces/process.ts';
import { done, failed, type Move } from '../operation.ts';
import { castName, getIn, parameters } from './shared.ts';

export const newAccount: Move = {
  id: 'new-account',
  title: { ja: '管理者アカウントを作る', en: 'Creates an administrator account' },
  summary: {
    ja: '目立たない名前のアカウントを作り、Domain Admins に入れる。',
    en: 'Creates an account with an ordinary name and puts it into Domain Admins.',
  },
  parameters: parameters({
    from: castName('Foothold'),
    account: castName('Account used'),
    name: castName('Name of the new account'),
  }),
  remote: true,
  *play(operation) {
    const { trail, run, from } = operation;
    const controller = run.scene.domainController(from.host);
    if (!controller) return failed('target-unreachable');
    const session = yield* getIn(operation, controller, operation.account('account'), 'ldap');
    if (!session) return failed('account-refused');
    const name = operation.account('name');
    command(trail, from.session, from.process, 'net.exe', `net user ${name} ******** /add /domain`);
    accountChange(trail, session, 'created', name);
    accountChange(trail, session, 'enabled', name);
    accountChange(trail, session, 'password-reset', name);
    yield seconds(20);
    command(trail, from.session, from.process, 'net.exe', `net group "Domain Admins" ${name} /add /domain`);
    accountChange(trail, session, 'group-added', name, domainAdmins(run));
    run.situation.facts.add(`account:${name}`);
    operation.learn(name, 'domain-admin');
    return done;
  },
};
