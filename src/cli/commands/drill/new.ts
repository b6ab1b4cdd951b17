// `hinomi drill new`: from a shell to an exercise that runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { contentFolders } from '#drill/content/folders.ts';
import type { ExerciseView, SeatOut } from '#model/drill/api.ts';
import { HinomiError } from '#model/errors.ts';
import type { Localized } from '#model/localized.ts';
import { publicUrl } from '#server/services.ts';
import { type CommandContext, UsageError } from '../../command.ts';
import { settingsOf } from '../../stores.ts';
import { faultLines, ownFaults } from './check.ts';
import { type Platform, reachPlatform } from './platform.ts';
import { type LoadSeen, progressLine } from './progress.ts';
import { type Language, languageOf, type Text, whole } from './words.ts';

const texts = {
  made: { ja: '演習を作成しました', en: 'The exercise is made' },
  running: { ja: '演習を開始しました', en: 'The exercise is running' },
  waits: {
    ja: '準備ができました。教官が画面から開始してください',
    en: 'The exercise is ready; the instructor starts it in the console',
  },
  phase: { ja: '段階', en: 'Phase' },
  time: { ja: '演習内の時刻', en: 'Simulated time' },
  wall: { ja: '教室の画面', en: 'Class wall' },
  code: { ja: '参加コード', en: 'Join code' },
  links: {
    ja: '受講者の一回限りのリンク(ここでだけ表示します)',
    en: 'One-time links of the seats (told here only)',
  },
  goesOn: {
    ja: 'ログの残りは裏で読み込みが続きます',
    en: 'The rest of the logs goes on loading behind it',
  },
} satisfies Record<string, Text>;

/** How often the platform is asked how far it is, ms. */
const lookEvery = 500;

interface Made {
  exercise: ExerciseView;
  seats: SeatOut[];
}

/** Makes an exercise on the running platform, waits until its logs reach far enough, and starts it. */
export async function drillNew(context: CommandContext): Promise<number> {
  const began = performance.now();
  const language = languageOf(context);
  const text = (name: string) =>
    context.flags[name] === undefined ? undefined : String(context.flags[name]);
  const asked = {
    profile: text('profile') ?? 'municipality',
    staff: whole(context, 'staff', 300, [1, 20_000]),
    days: whole(context, 'days', 2, [1, 10]),
    seed: whole(context, 'seed', 7),
    scenario: text('scenario') ?? '',
    programme: text('programme') ?? 'half-day',
    language,
    ...(text('name') === undefined ? {} : { name: text('name') }),
    teams: Array.from({ length: whole(context, 'teams', 2, [1, 300]) }, () => ({
      seats: whole(context, 'seats', 4, [1, 12]),
    })),
  };
  const faults = ownFaults();
  for (const line of faults.flatMap(fault => faultLines(fault, language))) context.err(line);
  if (faults.length > 0) return 1;
  const settings = settingsOf(context);
  const url = text('url');
  const platform = await reachPlatform({
    settings,
    url,
    token: text('token') ?? process.env['HINOMI_TOKEN'],
    account: text('account'),
  });
  try {
    await assertKnown(platform, asked, language);
    const first = text('start');
    await assertPhase(platform, asked.programme, first);
    const { exercise, seats } = await platform.call<Made>('POST', '/drill/exercises', asked);
    if (!context.json) context.err(`${texts.made[language]}: ${exercise.name} (${exercise.id})`);
    await loaded(context, platform, exercise.id, language);
    if (first !== 'hand') await start(platform, exercise, first);
    const now = await platform.call<ExerciseView>('GET', `/drill/exercises/${exercise.id}`);
    const console = url?.replace(/\/$/, '') ?? publicUrl(settings);
    tell(context, language, now, seats, `${console}/drill/exercises/${exercise.id}`, began);
    return 0;
  } finally {
    await platform.close();
  }
}

/** What can be chosen. */
interface Offered {
  id: string;
  name?: Localized;
  title?: Localized;
  staff?: { least: number; most: number };
}

/** Wrong names are answered with the right ones. */
async function assertKnown(
  platform: Platform,
  asked: { profile: string; staff: number; scenario: string; programme: string },
  language: Language,
): Promise<void> {
  for (const [option, list] of [
    ['profile', 'profiles'],
    ['scenario', 'scenarios'],
    ['programme', 'programmes'],
  ] as const) {
    const { items } = await platform.call<{ items: Offered[] }>('GET', `/drill/${list}`);
    const found = items.find(({ id }) => id === asked[option]);
    if (found?.staff && (asked.staff < found.staff.least || asked.staff > found.staff.most))
      throw new UsageError(
        `--staff needs a whole number from ${found.staff.least} to ${found.staff.most} for ${found.id}, not ${asked.staff}`,
      );
    if (found) continue;
    const [own, ...product] = contentFolders();
    const hint =
      product.length > 0
        ? `\nContent of your own is known to a platform that was started with it: hinomi up --content ${own}`
        : '';
    const width = Math.max(...items.map(({ id }) => id.length));
    const lines = items.map(
      ({ id, name, title }) => `  ${id.padEnd(width)}  ${(title ?? name)?.[language] ?? ''}`,
    );
    throw new UsageError(
      `--${option} ${asked[option] === '' ? 'is missing' : `has no ${asked[option]}`}; choose one of\n${lines.join('\n')}${hint}`,
    );
  }
}

async function assertPhase(platform: Platform, programme: string, phase: string | undefined): Promise<void> {
  if (phase === undefined || phase === 'hand') return;
  const { items } = await platform.call<{ items: { id: string; phases: { id: string }[] }[] }>(
    'GET',
    '/drill/programmes',
  );
  const phases = items.find(({ id }) => id === programme)!.phases.map(({ id }) => id);
  if (!phases.includes(phase))
    throw new UsageError(`--start needs hand or a phase of ${programme}: ${phases.join(', ')}; not ${phase}`);
}

/** Waits until the exercise can be started, telling how far its logs are. */
async function loaded(
  context: CommandContext,
  platform: Platform,
  id: string,
  language: Language,
): Promise<void> {
  const terminal = process.stderr.isTTY === true && !context.json;
  let first: LoadSeen | undefined;
  let told = Number.NEGATIVE_INFINITY;
  for (;;) {
    const { state, world } = await platform.call<ExerciseView>('GET', `/drill/exercises/${id}`);
    if (state === 'failed')
      throw new HinomiError(
        world?.error?.code ?? 'DRILL_LOAD',
        world?.error?.message ?? 'the logs of the organisation cannot be loaded',
        { remedy: world?.error?.remedy ?? '' },
      );
    const now = performance.now();
    const seen = { at: now, lines: world?.lines ?? 0, progress: world?.progress ?? 0 };
    if (seen.lines > 0) first ??= seen;
    const done = state !== 'preparing';
    if (!context.json && (done || now - told >= (terminal ? lookEvery : 5_000))) {
      told = now;
      const line = progressLine(first ?? seen, seen, language);
      if (terminal) process.stderr.write(`\r\u001b[K${line}${done ? '\n' : ''}`);
      else context.err(line);
    }
    if (done) {
      if (!context.json && seen.progress < 1) context.err(texts.goesOn[language]);
      return;
    }
    await sleep(lookEvery);
  }
}

/** Enters a phase; by default the first in which the simulated clock runs. */
async function start(platform: Platform, exercise: ExerciseView, wanted: string | undefined): Promise<void> {
  const phase = wanted ?? exercise.programme.phases.find(({ clock }) => clock === 'run')?.id ?? 'next';
  await platform.call('POST', `/drill/exercises/${exercise.id}/phase`, { to: phase });
}

function tell(
  context: CommandContext,
  language: Language,
  exercise: ExerciseView,
  seats: readonly SeatOut[],
  wall: string,
  began: number,
): void {
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const { id, name, state, joinCode, phase, clock, world } = exercise;
  if (context.json) {
    const of = { exercise: id, name, state, phase: phase?.id ?? null, wall, joinCode, seconds };
    context.out(JSON.stringify({ ...of, lines: world?.lines ?? 0, seats }));
    return;
  }
  const title = exercise.programme.phases.find(one => one.id === phase?.id)?.title[language];
  const rows: [Text, string][] = [
    ...(title === undefined ? [] : [[texts.phase, title] satisfies [Text, string]]),
    [texts.time, `${new Date(clock.now + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} (JST)`],
    [texts.wall, wall],
    [texts.code, joinCode ?? ''],
  ];
  context.out(`${texts[phase ? 'running' : 'waits'][language]}: ${name}  (${seconds} s)`);
  for (const [label, value] of rows) context.out(`  ${label[language]}: ${value}`);
  context.out(`  ${texts.links[language]}:`);
  for (const seat of seats) context.out(`    ${seat.teamName}  ${seat.link ?? seat.name}`);
}
