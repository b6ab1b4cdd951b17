// What a team takes home: slides for the critique, a result sheet with every reason.
import type { ReportValue } from '#model/drill/entry.ts';
import type { ReportTemplate } from '#model/drill/programme.ts';
import {
  criterionGroups,
  type DebriefView,
  type ScoreView,
  type StatementView,
  type WhatIf,
} from '#model/drill/review.ts';
import type { Localized } from '#model/localized.ts';
import { stepChart } from './chart.ts';
import { html, type Markup, type Page, page, paragraphs } from './html.ts';
import { sheetStyle, slideStyle } from './style.ts';
import { clipped, clockOf, dateOf, known, one, type Say, saying } from './words.ts';

/** What happened and what the team did. */
export type Replay = Omit<DebriefView, 'team' | 'teamName'>;

export interface Papers {
  language: 'ja' | 'en';
  exercise: string;
  team: string;
  scenario: Localized;
  organisation: Localized;
  /** Time of day, Unix ms. */
  held: number;
  /** Minutes east of the organisation. */
  utcOffset: number;
  score: ScoreView;
  debrief: Replay;
  /** What-ifs worked out, most telling first. */
  tried: readonly Pick<WhatIf, 'text' | 'loss' | 'prevented' | 'failed'>[];
  /** What the exercise shows of the team's skills. */
  skills: readonly StatementView[];
  report: ReportTemplate;
  written: (part: string) => ReportValue | undefined;
  /** Percent, once there are two markers. */
  judgement?: number;
  factsPercent?: number;
}

function lossChart({ language, debrief, utcOffset }: Papers, say: Say): Markup {
  const { loss } = debrief.curves;
  return stepChart(
    [
      { title: say('drill.paper.curve-nothing'), colour: '#a3200d', dash: '2 4', points: loss.nothing },
      { title: say('drill.paper.curve-team'), colour: '#0b3a5e', dash: 'none', points: loss.team },
      { title: say('drill.paper.curve-best'), colour: '#0b6b3a', dash: '8 4', points: loss.best },
    ],
    {
      start: debrief.start,
      end: debrief.end,
      clock: clockOf(utcOffset),
      label: `${say('drill.paper.loss')} (${language})`,
    },
  );
}

const stepRows = ({ language, debrief, utcOffset }: Papers, say: Say, most: number): Markup =>
  html`<table><thead><tr><th>${say('drill.paper.time')}</th><th>${say('drill.paper.attacker')}</th><th>${say('drill.paper.noticed')}</th></tr></thead><tbody>${debrief.world
    .filter(step => step.outcome === 'done')
    .slice(0, most)
    .map(
      step =>
        html`<tr><td class="number">${clockOf(utcOffset)(step.at)}</td><td>${step.title[language]} <span class="quiet">${step.techniques.join(' ')} ${step.hosts.slice(0, 3).join(', ')}</span></td><td class="number">${step.noticed === undefined ? '—' : clockOf(utcOffset)(step.noticed)}</td></tr>`,
    )}</tbody></table>`;

const groupRows = ({ score }: Papers, say: Say): Markup =>
  html`<table><tbody>${criterionGroups.flatMap(group => {
    const own = score.criteria.filter(other => other.group === group && other.of > 0);
    if (own.length === 0) return [];
    const sum = (pick: (other: (typeof own)[number]) => number) =>
      own.reduce((total, other) => total + pick(other), 0);
    return [
      html`<tr><td>${say(`drill.paper.group-${group}`)}</td><td class="number">${one(sum(other => other.points))} / ${one(sum(other => other.of))}</td></tr>`,
    ];
  })}</tbody></table>`;

const triedList = ({ language, tried }: Papers, say: Say): Markup =>
  tried.length === 0
    ? html`<p>${say('drill.paper.no-ideas')}</p>`
    : html`<ul>${tried.map(
        other =>
          html`<li>${other.text[language]}: ${say('drill.paper.tried', {
            was: one(other.loss.was),
            now: one(other.loss.now),
          })}${other.prevented.length + other.failed.length > 0 ? html` ${say('drill.paper.prevented', { steps: [...other.prevented, ...other.failed].map(step => step.title[language]).join(language === 'ja' ? '、' : ', ') })}` : undefined}</li>`,
      )}</ul>`;

const textOf = (value: ReportValue | undefined): string =>
  Array.isArray(value) ? value.join('\n') : (value ?? '');

/** Slides of a team: course, loss, findings, what would have helped, its own report. */
export function slides(papers: Papers): Page {
  const { language, score, debrief, utcOffset } = papers;
  const say = saying(language);
  const clock = clockOf(utcOffset);
  const bodies: [title: string, body: Markup][] = [
    [say('drill.paper.course'), stepRows(papers, say, 11)],
    [
      say('drill.paper.did'),
      html`<table><tbody>${debrief.events
        .filter(event => event.lane === 'do' || event.kind === 'milestone')
        .slice(0, 13)
        .map(
          event => html`<tr><td class="number">${clock(event.at)}</td><td>${event.text[language]}</td></tr>`,
        )}</tbody></table>`,
    ],
    [
      say('drill.paper.loss'),
      html`${lossChart(papers, say)}<p>${say('drill.score.loss', { loss: one(score.loss.team), nothing: one(score.loss.nothing), best: one(score.loss.best) })}</p>`,
    ],
    [
      say('drill.paper.findings'),
      html`<div class="columns">${([true, false] as const).map(
        good =>
          html`<ul>${score.criteria
            .filter(other => other.group === 'findings' || other.group === 'story')
            .flatMap(other => other.because.filter(reason => reason.good === good).slice(0, 4))
            .slice(0, 10)
            .map(reason => html`<li class="${good ? 'good' : 'bad'}">${reason.text[language]}</li>`)}</ul>`,
      )}</div>`,
    ],
    [say('drill.paper.what-if'), triedList(papers, say)],
    [
      say('drill.paper.points'),
      html`${groupRows(papers, say)}<p>${say('drill.paper.total', { total: one(score.total) })}</p>${score.corrected ? html`<p class="quiet">${say('drill.paper.corrected')}</p>` : undefined}`,
    ],
    ...papers.report.parts
      .filter(part => part.kind === 'text' && textOf(papers.written(part.id)).trim() !== '')
      .slice(0, 4)
      .map((part): [string, Markup] => [
        part.title[language],
        html`${paragraphs(clipped(textOf(papers.written(part.id)), 900))}`,
      ]),
  ];
  const all = bodies.length + 1;
  const body = html`<section class="title"><p class="quiet">${papers.exercise}</p><h1>${papers.team}</h1><p>${papers.scenario[language]} — ${papers.organisation[language]}</p><p class="quiet">${dateOf(papers.held, language, utcOffset)}</p></section>${bodies.map(
    ([title, content], index) =>
      html`<section><h2>${title}</h2>${content}<footer>${papers.team} · ${index + 2}/${all}</footer></section>`,
  )}`;
  return page(
    language,
    `${papers.team} — ${papers.exercise}`,
    slideStyle,
    body,
    `slides.pdf?lang=${language}`,
  );
}

/** The result of a team on paper: every criterion with every reason and the log line behind it. */
export function resultSheet(papers: Papers): Page {
  const { language, score, utcOffset } = papers;
  const say = saying(language);
  const body = html`<main><h1>${say('drill.paper.result')}: ${papers.team}</h1><p class="quiet">${papers.exercise} — ${papers.scenario[language]} — ${dateOf(papers.held, language, utcOffset)}</p>
<h2>${say('drill.paper.points')}</h2>${groupRows(papers, say)}<p>${say('drill.paper.total', { total: one(score.total) })}</p>${
    papers.factsPercent === undefined
      ? undefined
      : html`<p>${say('drill.paper.facts', { percent: one(papers.factsPercent) })}</p>`
  }${papers.judgement === undefined ? undefined : html`<p>${say('drill.paper.judgement', { percent: one(papers.judgement) })}</p>`}
<h2>${say('drill.paper.loss')}</h2>${lossChart(papers, say)}
<h2>${say('drill.paper.course')}</h2>${stepRows(papers, say, 60)}
<h2>${say('drill.paper.what-if')}</h2>${triedList(papers, say)}
<h2>${say('drill.paper.reasons')}</h2>${score.criteria
    .filter(other => other.of > 0)
    .map(
      other =>
        html`<h3>${known(language, other.title.key)} — ${one(other.points)} / ${one(other.of)}</h3><p class="quiet">${known(language, other.why.key)}</p>${
          other.correction
            ? html`<p>${say('drill.paper.correction', { was: one(other.computed), now: one(other.points), reason: other.correction.reason })}</p>`
            : undefined
        }<ul>${other.because.map(
          reason =>
            html`<li class="${reason.good === null ? '' : reason.good ? 'good' : 'bad'}">${reason.text[language]}${
              reason.proof
                ? html`<div class="line">${reason.proof.source} ${clockOf(utcOffset)(reason.proof.at)} ${clipped(reason.proof.text, 300)}</div>`
                : undefined
            }</li>`,
        )}</ul>`,
    )}</main>`;
  return page(
    language,
    `${say('drill.paper.result')}: ${papers.team}`,
    sheetStyle,
    body,
    `paper.pdf?lang=${language}`,
  );
}
