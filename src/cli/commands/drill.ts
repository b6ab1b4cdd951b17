// `hinomi drill`: worlds to train in.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { generate } from '#drill/generate/generate.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { type Language, languageOf, type Text, whole } from './drill/words.ts';

async function world(context: CommandContext): Promise<number> {
  const began = performance.now();
  const workers = whole(context, 'workers', availableParallelism());
  if (workers < 1 || workers > 64) throw new UsageError('--workers needs a number from 1 to 64');
  const out = context.flags['out'];
  const start = context.flags['start'];
  let told = 0;
  const made = await generate({
    profile: String(context.flags['profile'] ?? 'municipality'),
    staff: whole(context, 'staff', 300),
    days: whole(context, 'days', 2),
    seed: whole(context, 'seed', 1),
    workers,
    ...(start === undefined ? {} : { start: String(start) }),
    ...(out === undefined ? {} : { out: resolve(String(out)) }),
    progress({ slice, slices, lines, bytes }) {
      const now = performance.now();
      if (now - told < 1000 && slice < slices) return;
      told = now;
      context.err(
        `${String(Math.floor((100 * slice) / slices)).padStart(3)} %  ${lines} lines  ${Math.round(bytes / 1e6)} MB  ${((now - began) / 1000).toFixed(0)} s`,
      );
    },
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  if (context.json) {
    const { lines, bytes, kinds, sha256 } = made;
    context.out(JSON.stringify({ lines, bytes, kinds, sha256, seconds, rss_mb: rss }));
    return 0;
  }
  for (const [kind, lines] of Object.entries(made.kinds))
    context.out(`${String(lines).padStart(12)}  ${kind}`);
  context.out(
    `${String(made.lines).padStart(12)}  lines of ${Object.keys(made.kinds).length} kinds in ${seconds} s, ${rss} MB`,
  );
  context.out(`SHA-256 ${made.sha256}`);
  return 0;
}

interface Step {
  usage: string;
  summary: Text;
  examples: readonly string[];
  run(context: CommandContext, words: readonly string[]): Promise<number> | number;
}

/** What follows `hinomi drill`. Each is loaded when it is called. */
const steps: Readonly<Record<string, Step>> = {
  new: {
    usage:
      '--scenario ID [--profile NAME] [--staff N] [--days D] [--seed S] [--teams N] [--seats N] [--programme ID] [--start PHASE|hand] [--name TEXT] [--language ja|en] [--account NAME] [--url URL] [--content FOLDER]',
    summary: {
      ja: '動作中のプラットフォームに演習を作り、ログを読み込み、開始する',
      en: 'Make an exercise on the running platform, load its logs and start it',
    },
    examples: [
      'hinomi drill new --profile municipality --staff 3000 --scenario targeted-mail --seed 7',
      'hinomi drill new --scenario targeted-mail --teams 10 --seats 4 --programme two-day --start hand',
      'hinomi drill new --content ./our-content --profile our-town --scenario our-own',
      'HINOMI_TOKEN=hinomi_… hinomi drill new --url https://hinomi.example --scenario wiper',
    ],
    run: async context => (await import('./drill/new.ts')).drillNew(context),
  },
  world: {
    usage:
      '[--profile NAME] [--staff N] [--days D] [--seed S] [--start DATE] [--out FOLDER] [--workers W] [--content FOLDER]',
    summary: {
      ja: '模擬組織のログをファイルに書き出し、行数とハッシュ値を示す',
      en: 'Write the logs of a simulated organisation to files; count and hash them',
    },
    examples: [
      'hinomi drill world --profile municipality --staff 3000 --days 2 --seed 7 --out ./world',
      'hinomi drill world --staff 200 --json',
    ],
    run: world,
  },
  check: {
    usage: '[FILE…] [--content FOLDER]',
    summary: {
      ja: '組織・シナリオ・プログラムなどのファイルを検査し、誤りを行と項目で示す',
      en: 'Check files of organisations, scenarios, programmes …; faults by line and field',
    },
    examples: [
      'hinomi drill check',
      'hinomi drill check content/scenarios/targeted-mail.yaml',
      'hinomi drill check --content ./our-content',
    ],
    run: async (context, words) =>
      (await import('./drill/check.ts')).drillCheck(context, words, languageOf(context)),
  },
  items: {
    usage: 'check | forms [--seed S] | import FILE',
    summary: {
      ja: 'スキル試験の問題を検査し、等価な二つの版を組み、他形式の教材を取り込む',
      en: 'Check skill-test items, draw two equal forms, import training of other platforms',
    },
    examples: ['hinomi drill items check', 'hinomi drill items import training.json'],
    run: async (context, words) => (await import('./drill/items.ts')).drillItems(context, words),
  },
  preview: {
    usage: '--scenario ID [--profile NAME] [--staff N] [--seed S] [--programme ID] [--content FOLDER]',
    summary: {
      ja: '受講者が出会うものを見る。攻撃の段階と残るログ、状況付与、最善の対処、対処の費用',
      en: 'See what a class would meet: steps and their log lines, injects, best play, costs',
    },
    examples: [
      'hinomi drill preview --scenario targeted-mail --profile municipality --seed 7',
      'hinomi drill preview --scenario our-own --content ./our-content --json',
    ],
    run: async context => (await import('./drill/preview.ts')).drillPreview(context, languageOf(context)),
  },
  try: {
    usage:
      '--scenario ID|complete [--profile NAME,…] [--staff N] [--seed S | --seeds 1-5] [--content FOLDER]',
    summary: {
      ja: 'ロボットのチームにシナリオを試させ、解けるか、抜け道がないかを確かめる',
      en: 'Let robot teams play a scenario: solvable, no short cuts, scores apart',
    },
    examples: [
      'hinomi drill try --scenario targeted-mail --staff 120 --seed 7',
      'hinomi drill try --scenario complete --profile municipality,hospital --staff 60 --seeds 1-5',
    ],
    run: async context =>
      (await import('./drill/try.ts')).drillTry(context, {
        profile: String(context.flags['profile'] ?? 'municipality'),
        staff: whole(context, 'staff', 120),
        seed: whole(context, 'seed', 7),
      }),
  },
};

const intro: Text = {
  ja: '演習。模擬組織、反応する攻撃者、演習の運営',
  en: 'Exercises: a simulated organisation, an attacker who reacts, a class to run',
};

function overview(language: Language): string[] {
  const width = Math.max(...Object.keys(steps).map(name => name.length));
  return [
    intro[language],
    '',
    ...Object.entries(steps).flatMap(([name, { summary, usage }]) => [
      `  ${name.padEnd(width)}  ${summary[language]}`,
      `  ${' '.repeat(width)}    hinomi drill ${name} ${usage}`,
    ]),
  ];
}

const options = [
  ...['profile', 'staff', 'days', 'seed', 'seeds', 'start', 'scenario', 'out', 'workers'],
  ...['teams', 'seats', 'programme', 'name', 'language', 'account', 'url', 'token'],
  'content',
];

export const drill: Command = {
  name: 'drill',
  summary: 'Run exercises; make the logs of a simulated organisation; check skill-test items',
  usage: Object.entries(steps)
    .map(([name, { usage }]) => `${name} ${usage}`)
    .join('\n       hinomi drill '),
  examples: Object.values(steps).flatMap(({ examples }) => examples),
  options: Object.fromEntries(options.map(name => [name, { type: 'string' as const }])),
  run: async context => {
    const [what, ...words] = context.positionals;
    const language = languageOf(context);
    if (what === undefined) {
      for (const line of overview(language)) context.out(line);
      return 2;
    }
    (await import('./drill/check.ts')).takeContent(context);
    if (!Object.hasOwn(steps, what)) throw new UsageError(`hinomi drill has no ${what}`);
    return steps[what]!.run(context, words);
  },
};
