// For tests: papers of a team, small but with every part; texts may be anything.
import { minute } from '#model/time.ts';
import type { Papers } from '../paper.ts';

const start = Date.UTC(2026, 3, 13, 23, 30);
const at = (minutes: number): number => start + minutes * minute;
const both = (ja: string, en: string) => ({ ja, en });

/** Papers in which every name and every text somebody wrote is `hostile`, if given. */
export function papersWith(language: 'ja' | 'en', hostile?: string): Papers {
  const name = (text: string): string => hostile ?? text;
  const named = (ja: string, en: string) => both(name(ja), name(en));
  const reason = (ja: string, en: string, good: boolean | null, proof = false) => ({
    key: 'drill.score.found',
    values: { what: 'PC-0010' },
    text: named(ja, en),
    good,
    evidence: [],
    ...(proof
      ? {
          proof: {
            line: 'l1',
            source: 'windows-security',
            at: at(45),
            host: 'PC-0010',
            text:
              hostile ??
              '{"Event":{"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Security-Auditing"}},"EventID":4688,"Channel":"Security","Computer":"pc-0010"},"EventData":{"SubjectUserSid":"S-1-5-18","CommandLine":"updhost.exe -k","NewProcessName":"C:\\\\ProgramData\\\\PC-0010\\\\updhost.exe"}}}',
          },
        }
      : {}),
  });
  const criterion = (
    id: string,
    group: 'findings' | 'story' | 'time' | 'harm' | 'word',
    [points, of]: readonly [number, number],
    because: ReturnType<typeof reason>[],
  ): Papers['score']['criteria'][number] => ({
    id,
    title: { key: `drill.score.title.${id}`, values: {} },
    why: { key: `drill.score.why.${id}`, values: {} },
    group,
    points,
    of,
    computed: points,
    because,
  });
  const steps = ['標的型メールを送る', '職員が添付を開き感染', '端末と組織を調べる', '管理者の端末へ移る'];
  const event = (minutes: number, lane: 'do' | 'say' | 'know' | 'mark', ja: string, en: string) => ({
    id: `e${minutes}${lane}`,
    at: at(minutes),
    kind: lane === 'mark' ? ('milestone' as const) : ('action' as const),
    lane,
    text: named(ja, en),
    by: 'seat-1',
    label: name('山田 太郎'),
  });
  return {
    language,
    exercise: name('春の演習'),
    team: name('赤チーム'),
    scenario: both('標的型メール', 'Targeted mail'),
    organisation: named('朝凪印刷株式会社', 'Asanagi Printing'),
    held: Date.UTC(2026, 3, 14, 16),
    utcOffset: 540,
    score: {
      team: 't1',
      teamName: name('赤チーム'),
      number: 1,
      state: 'final',
      total: 54.5,
      corrected: true,
      criteria: [
        criterion(
          'hosts',
          'findings',
          [4.5, 9],
          [
            reason('PC-0010 は正しい。', 'PC-0010 is right.', true, true),
            reason('PC-0057 がない。', 'PC-0057 is missing.', false),
          ],
        ),
        criterion(
          'indicators',
          'findings',
          [0, 9],
          [reason('198.51.100.7 がない。', '198.51.100.7 is missing.', false, true)],
        ),
        {
          ...criterion('route', 'story', [3, 7], [reason('経路は正しい。', 'The route is right.', true)]),
          computed: 1,
          correction: { points: 3, reason: name('口頭で説明できた'), at: 0, by: 'i', label: 'instructor' },
        },
        criterion('detect', 'time', [4.9, 5], [reason('攻撃開始から 62 分後。', 'After 62 minutes.', null)]),
        criterion('loss', 'harm', [16, 16], []),
        criterion('word', 'word', [0, 5], [reason('回答が出なかった。', 'No answer came.', false)]),
      ],
      times: {
        began: at(30),
        detected: at(92),
        end: at(300),
        best: { detected: at(86), contained: at(142) },
      },
      loss: { team: 0, nothing: 300, best: 0 },
      cost: { team: 6.1, best: 4.1 },
      remaining: { hosts: [name('PC-0010')], accounts: [] },
    },
    debrief: {
      start,
      end: at(540),
      world: steps.map((title, index) => ({
        id: `s${index}:0`,
        step: `s${index}`,
        title: named(title, `Step ${index + 1} of the attack`),
        tactic: 'execution',
        techniques: ['T1566.001', 'T1204.002'],
        at: at(30 + 40 * index),
        end: at(40 + 40 * index),
        outcome: index === 3 ? 'failed' : 'done',
        hosts: [name('PC-0010')],
        accounts: [],
        loss: 0,
        ...(index === 1 ? { noticed: at(92) } : {}),
      })),
      without: steps.map((title, index) => ({
        step: `s${index}`,
        title: both(title, title),
        at: at(30 + 40 * index),
        end: at(60 + 40 * index),
        outcome: 'done',
        loss: 0,
      })),
      best: [],
      events: [
        event(92, 'do', 'メモリを採取:PC-0010', 'Took memory: PC-0010'),
        event(95, 'say', '上司に報告', 'Told the manager'),
        event(120, 'know', 'PC-0010 を「侵害された」と判断', 'Judged PC-0010 compromised'),
        event(150, 'mark', '到達:封じ込め', 'Reached: contained'),
      ],
      curves: {
        loss: {
          team: [{ at: start, points: 0 }],
          nothing: [
            { at: start, points: 0 },
            { at: at(200), points: 150 },
            { at: at(300), points: 300 },
          ],
          best: [{ at: start, points: 0 }],
        },
        cost: { team: [], best: [] },
      },
      spread: [],
      marks: { detected: at(92), contained: at(150) },
      ideas: [],
    },
    tried: [
      {
        text: named('端末を隔離:PC-0057(10:35)', 'Isolate PC-0057 at 10:35'),
        loss: { was: 120, now: 20 },
        prevented: [{ step: 's3', title: named('暗号化', 'Encrypts'), at: at(200) }],
        failed: [],
      },
    ],
    skills: (['can', 'cannot-yet', 'not-observed'] as const).map(verdict => ({
      skill: verdict,
      title: named('攻撃に時間内に気付く', 'Notice an attack in time'),
      sentence: named('気付くことができる', 'notices attacks'),
      verdict,
      taken: 1,
      opportunities: 3,
      roles: [],
      shownBy: [],
      missedIn: [
        { text: named('メールに気付かなかった', 'Did not notice the mail'), at: at(30), evidence: [] },
      ],
    })),
    report: {
      id: 'report',
      title: both('報告書', 'Report'),
      parts: [
        {
          id: 'summary',
          title: named('概要', 'Summary'),
          help: both('', ''),
          kind: 'text',
          required: true,
          limit: 2000,
        },
      ],
    },
    written: () => hostile ?? '9時15分ごろ、職員が添付ファイルを開いた。',
    factsPercent: 62,
    judgement: 70,
  };
}
