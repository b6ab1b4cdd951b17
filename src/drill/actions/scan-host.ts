// Antivirus looks through a host; asked about an address outside it is a probe the attacker can see.
import { seconds } from '../run/state.ts';
import { connect } from '../run/traces/network.ts';
import { antivirus } from '../run/traces/process.ts';
import { form, hostField } from './form.ts';
import { type Action, cannot, did, noEffect } from './order.ts';

export const scanHost: Action = {
  id: 'scan-host',
  group: 'host',
  title: { ja: 'ウイルス検査', en: 'Scan a host' },
  summary: {
    ja: 'ウイルス対策ソフトで端末を完全検査する。外部アドレスを指定すると、そのサーバへの調査通信になる。',
    en: 'A full antivirus scan of a host. With an outside address it becomes a probe of that server.',
  },
  parameters: form({ host: hostField }),
  delay: [20, 40],
  cost: { ja: '検査中は端末が遅い。', en: 'The host is slow meanwhile.' },
  effort: 1,
  approval: 'none',
  sideEffects: {
    ja: '見つかれば駆除され、証拠の一部が消える。外部への調査は攻撃者に気付かれる。',
    en: 'What is found is removed and with it some evidence. A probe outside is noticed by the attacker.',
  },
  limits: {
    ja: '新しい道具は検出できないことがある。「検出なし」は安全の証明ではない。',
    en: 'New tools may not be known. "Nothing found" proves nothing.',
  },
  provokes: ['hurry', 'sleep', 'new-build'],
  *carryOut(order) {
    const host = order.host();
    const { run, trail } = order;
    if (!host) {
      const address = order.text('host');
      const theirs = Object.values(run.variant.cast).some(
        one =>
          (one.kind === 'domain' && (one.address === address || one.domain === address)) ||
          (one.kind === 'addresses' && one.addresses.includes(address)),
      );
      if (!/[.:]/.test(address)) return cannot('unknown-host', { host: address });
      const desk = order.administrator.pc;
      for (const port of [22, 80, 443, 8080]) {
        connect(
          trail,
          desk,
          { ip: address, port },
          { service: '-', sent: 60, received: 0, duration: 3000, result: port === 443 ? 'ok' : 'no-answer' },
        );
        yield seconds(2);
      }
      if (!theirs) return noEffect('probed-nothing', { address });
      order.signal({ kind: 'discovered' });
      return did('probed-attacker', { address });
    }
    antivirus(trail, host, 'scan-started');
    order.charge(order.priceOf(host) * 0.2);
    yield seconds(600);
    const found = order.footholdsOn(host);
    const knows =
      run.situation.signatures || order.random('knows').next() > run.variant.scenario.attacker.skill;
    if (found.length > 0 && knows) {
      for (const { implant, session } of found) {
        antivirus(trail, host, 'detected', 'Backdoor:Win64/Remcli.A', implant.path, session.account);
        antivirus(trail, host, 'cleaned', 'Backdoor:Win64/Remcli.A', implant.path, session.account);
      }
      order.clean(host);
      antivirus(trail, host, 'scan-finished', `${found.length}`);
      return did('scan-found', { host: host.name, count: found.length });
    }
    antivirus(trail, host, 'scan-finished', '0');
    return noEffect('scan-clean', { host: host.name });
  },
};
