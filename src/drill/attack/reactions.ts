// How an attacker answers what the defenders do. Each rule acts only on what could be noticed at the other end, after a
// delay, and says which observed behaviour it follows.
import type { Localized } from '#model/localized.ts';
import { rentedAddress } from '../run/cast.ts';
import { addressBlocked, controls, credentialGood, goldenGood } from '../run/situation.ts';
import { type Course, minutes, type Signal } from '../run/state.ts';
import type { Agent } from './agent.ts';

export interface Reaction {
  id: string;
  title: Localized;
  /** Case or reference it follows. */
  why: string;
  on: readonly Signal['kind'][];
  react(agent: Agent, signal: Signal, delay: number): Course<void> | undefined;
}

const hostOf = (signal: Signal): string => ('host' in signal ? signal.host : '');

const fallbackChannel: Reaction = {
  id: 'fallback-channel',
  title: { ja: '通信路が止められると次の通信路へ移る', en: 'Moves to the next channel when one is blocked' },
  why: 'ATT&CK T1008 Fallback Channels; several command servers per implant are the rule in JPCERT/CC reports of targeted attacks.',
  on: ['channel-down'],
  *react(agent, signal, delay) {
    const { run } = agent;
    const channels = run.variant.scenario.attacker.channels;
    yield delay;
    for (const foothold of run.situation.footholds) {
      if (foothold.host.name !== hostOf(signal) || !foothold.alive || foothold.up) continue;
      if (foothold.channel + 1 >= channels.length) continue;
      foothold.channel++;
      foothold.fails = 0;
      const bound = run.variant.cast[channels[foothold.channel]!.domain];
      const step = run.ledger.steps.find(one => one.step === foothold.step);
      if (bound?.kind !== 'domain' || !step) continue;
      step.indicators.push({ type: 'domain', value: bound.domain }, { type: 'ip', value: bound.address });
    }
  },
};

const otherFoothold: Reaction = {
  id: 'other-foothold',
  title: {
    ja: '端末が隔離されると別の侵入済み端末から続ける',
    en: 'Goes on from another host when one is isolated',
  },
  why: 'ATT&CK TA0003 / T1021: redundant access on several hosts; the reason NIST SP 800-61 and MIC advise to find the whole scope first.',
  on: ['silent', 'cleaned'],
  *react(agent, signal, delay) {
    const { situation } = agent.run;
    yield delay;
    const other = situation.footholds.findLast(
      one => one.host.name !== hostOf(signal) && !one.via && controls(situation, one),
    );
    if (!other) return;
    // Hosts that were reached through the lost one are reached from the other, with what passwords are left.
    const able =
      goldenGood(situation) ||
      [...situation.credentials.values()].some(one => one.level !== 'user' && credentialGood(situation, one));
    if (!able) return;
    for (const one of situation.footholds) if (one.via?.host.name === hostOf(signal)) one.via = other;
  },
};

const reenter: Reaction = {
  id: 're-enter',
  title: { ja: '足場を失うと入り直す', en: 'Breaks in again when everything is lost' },
  why: 'ATT&CK G0016/G0007 reports: repeated spear-phishing of the same organisation after eviction.',
  on: ['silent', 'cleaned', 'channel-down'],
  *react(agent, _signal, delay) {
    const { situation } = agent.run;
    yield delay;
    if (!situation.footholds.some(one => controls(situation, one))) situation.facts.add('locked-out');
  },
};

const newAddress: Reaction = {
  id: 'new-address',
  title: {
    ja: 'アドレスを遮断されると別のアドレスから来る',
    en: 'Comes from another address when one is blocked',
  },
  why: 'ATT&CK T1090 Proxy: addresses are rented by the hour; blocking one delays, it does not end an intrusion.',
  on: ['turned-away'],
  *react(agent, signal, delay) {
    const { run } = agent;
    yield delay;
    for (const foothold of run.situation.footholds) {
      if (foothold.host.name !== hostOf(signal) || !foothold.alive || foothold.kind !== 'inbound') continue;
      if (!addressBlocked(run.situation, foothold.origin)) continue;
      foothold.origin = rentedAddress(run.world, run.random('origin', foothold.host.name, foothold.origin));
      run.ledger.steps
        .find(one => one.step === foothold.step)
        ?.indicators.push({ type: 'ip', value: foothold.origin });
    }
  },
};

const sleep: Reaction = {
  id: 'sleep',
  title: { ja: '追われていると感じるとしばらく眠る', en: 'Lies still for a while when hunted' },
  why: 'ATT&CK T1678 / T1029 Scheduled Transfer; Mandiant M-Trends: intruders pause after loud containment and come back.',
  on: ['hunted'],
  react(agent, _signal, delay) {
    const { situation } = agent.run;
    situation.sleepUntil = Math.max(situation.sleepUntil, agent.run.now + delay);
    return undefined;
  },
};

const hurry: Reaction = {
  id: 'hurry',
  title: { ja: '気付かれたと知ると最後の段を急ぐ', en: 'Hurries the last step when discovered' },
  why: '2013 and 2022 wiper cases: the destructive step follows discovery within minutes; CISA advises not to pre-emptively block or probe the adversary’s infrastructure.',
  on: ['discovered'],
  *react(agent, _signal, delay) {
    yield delay;
    if (agent.run.situation.hurried) return;
    agent.run.situation.hurried = true;
    agent.run.situation.facts.add('discovered');
    agent.hurry();
  },
};

const newBuild: Reaction = {
  id: 'new-build',
  title: { ja: '検出された道具を作り直す', en: 'Brings a new build when a tool is detected' },
  why: 'ATT&CK T1027 / T1588.001: tools are rebuilt after detection; new hash, same behaviour.',
  on: ['cleaned'],
  *react(agent, _signal, delay) {
    yield delay + minutes(1);
    agent.run.situation.signatures = false;
  },
};

/** Used inside steps (a refused password, a forged ticket); declared here so that scenarios choose them alike. */
const inSteps = (id: string, title: Localized, why: string): Reaction => ({
  id,
  title,
  why,
  on: [],
  react: () => undefined,
});

export const reactions: readonly Reaction[] = [
  fallbackChannel,
  otherFoothold,
  reenter,
  newAddress,
  sleep,
  hurry,
  newBuild,
  inSteps(
    'other-account',
    {
      ja: 'パスワードが変わると別のアカウントを使う',
      en: 'Uses another account when a password was changed',
    },
    'ATT&CK T1078 Valid Accounts: several accounts are stolen before one is used.',
  ),
  inSteps(
    'golden-ticket',
    {
      ja: 'krbtgt が二度変わるまで偽造チケットで戻る',
      en: 'Returns with forged tickets until krbtgt was changed twice',
    },
    'ATT&CK T1558.001; Microsoft guidance: the directory accepts the current and the previous krbtgt key.',
  ),
  inSteps(
    'slower',
    {
      ja: '試行回数を制限されると、制限にかからない速度で続ける',
      en: 'Goes on below the limit when attempts are limited',
    },
    'ATT&CK T1110.004; IPA and JPCERT/CC notes on list-type attacks: sources and pace change as soon as limits bite.',
  ),
  inSteps(
    'again',
    { ja: '直されたページをまた書き換える', en: 'Alters a restored page again while a way in is left' },
    'ATT&CK T1491.002; defacement archives show repeated hits on the same unpatched server.',
  ),
];
