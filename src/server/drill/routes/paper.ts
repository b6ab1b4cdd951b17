// Slides, result sheet and certificate: as pages that load nothing, made to be printed, and as PDF files to keep.
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { certificate } from '#drill/review/paper/certificate.ts';
import type { Page } from '#drill/review/paper/html.ts';
import { type Papers, resultSheet, slides } from '#drill/review/paper/paper.ts';
import { certificatesPdf } from '#drill/review/paper/pdf/certificate.ts';
import { classSlidesPdf } from '#drill/review/paper/pdf/class-slides.ts';
import { resultPdf } from '#drill/review/paper/pdf/result.ts';
import { slidesPdf } from '#drill/review/paper/pdf/slides.ts';
import { dateStamp, saying } from '#drill/review/paper/words.ts';
import { HinomiError } from '#model/errors.ts';
import type { Principal, Route } from '../../http/route.ts';
import { actor } from '../../routes/deps.ts';
import type { Drill } from '../drill.ts';
import { labelsFor } from '../labels.ts';
import type { LiveExercise } from '../live-exercise.ts';
import { needResults } from '../results.ts';
import { sendPdf } from '../review-file.ts';
import { certificateOf, certificatesOf, classPapersOf, papersOf } from '../review-papers.ts';
import { deskRoute, drillForbidden, exerciseRoute, helpers, staff } from '../route.ts';

const language = Type.Optional(Type.Enum(['ja', 'en']));
const readers = ['trainee', 'instructor', 'assistant', 'evaluator'] as const;

const send = (reply: FastifyReply, { html, policy }: Page, name: string): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('content-disposition', `inline; filename="${name}.html"`)
    .type('text/html; charset=utf-8')
    .send(html);

/** Pages speak the language of the exercise, files that of who saves them. */
const spoken = (ending: '' | '.pdf', live: LiveExercise, { account }: Principal): 'ja' | 'en' =>
  ending === '' ? live.record.language : account.language;

export function paperRoutes(drill: Drill): Route[] {
  /** A paper of a team, as a page and as a PDF. */
  const paper = (
    path: string,
    summary: string,
    asPage: (papers: Papers) => Page,
    asPdf: (papers: Papers, made: number) => Promise<Buffer>,
    title: 'result' | 'slides',
  ): Route[] => {
    const one = (
      ending: '' | '.pdf',
      produces: string,
      answer: (reply: FastifyReply, papers: Papers, number: number) => FastifyReply | Promise<FastifyReply>,
    ) =>
      deskRoute(drill, {
        method: 'GET',
        path: `${path}${ending}`,
        access: 'drill-play',
        inside: readers,
        summary: `${summary}${ending === '' ? ', ready to print' : ', as PDF'}`,
        query: Type.Object({ lang: language }),
        produces,
        handler: async ({ live, place, team, query, principal, request, reply }) => {
          needResults(live, place);
          const label = await labelsFor(drill, live, { principal, request }, team.id);
          const papers = await papersOf(
            drill,
            live,
            team,
            query.lang ?? spoken(ending, live, principal),
            label,
          );
          return answer(reply, papers, team.team.number);
        },
      });
    return [
      one('', 'text/html', (reply, papers, number) =>
        send(reply, asPage(papers), `${path.slice(1)}-${number}`),
      ),
      one('.pdf', 'application/pdf', async (reply, papers, number) => {
        const { team, exercise, held, utcOffset } = papers;
        return sendPdf(
          reply,
          await asPdf(papers, held),
          [saying(papers.language)(`drill.paper.${title}`), exercise, team, dateStamp(held, utcOffset)],
          `${title}-${number}`,
        );
      }),
    ];
  };
  const certificates = (['', '.pdf'] as const).map(ending =>
    deskRoute(drill, {
      method: 'GET',
      path: `/certificate${ending}`,
      access: 'drill-play',
      inside: ['trainee', 'instructor', 'assistant'],
      summary: `Certificate of a person who took part; trainees: their own${ending === '' ? '' : '. As PDF'}`,
      query: Type.Object({ lang: language, account: Type.Optional(Type.String({ maxLength: 64 })) }),
      produces: ending === '' ? 'text/html' : 'application/pdf',
      handler: async ({ live, place, team, query, by, principal, request, reply }) => {
        needResults(live, place);
        const account = query.account ?? by;
        if (place.role === 'trainee' && account !== by) throw drillForbidden();
        const reader = { name: actor(principal), from: request.ip };
        const lang = query.lang ?? spoken(ending, live, principal);
        const given = await certificateOf(drill, live, team, account, lang, reader);
        if (ending === '') return send(reply, certificate(given, account), 'certificate');
        const { person, exercise, held, utcOffset } = given;
        return sendPdf(
          reply,
          await certificatesPdf([given], held),
          [
            saying(lang)('drill.paper.certificate'),
            exercise,
            person === '' ? `${given.team}-${team.team.members.indexOf(account) + 1}` : person,
            dateStamp(held, utcOffset),
          ],
          `certificate-${team.team.number}-${team.team.members.indexOf(account) + 1}`,
        );
      },
    }),
  );
  return [
    ...paper('/slides', 'Slides of a team for the critique', slides, slidesPdf, 'slides'),
    ...paper('/paper', 'Result of a team with every reason', resultSheet, resultPdf, 'result'),
    ...certificates,
    exerciseRoute(drill, {
      method: 'GET',
      path: '/certificates.pdf',
      access: 'drill-staff',
      inside: helpers,
      summary: 'Certificates of everybody who took part, a page each, as PDF',
      query: Type.Object({ lang: language }),
      produces: 'application/pdf',
      handler: async ({ live, query, principal, request, reply }) => {
        const lang = query.lang ?? spoken('.pdf', live, principal);
        const reader = { name: actor(principal), from: request.ip };
        const [first, ...others] = await certificatesOf(drill, live, lang, reader);
        if (!first)
          throw new HinomiError('RECORD_NOT_FOUND', 'nobody has a seat in this exercise', {
            remedy: 'Make teams with seats first.',
            status: 404,
          });
        const { exercise, held, utcOffset } = first;
        return sendPdf(
          reply,
          await certificatesPdf([first, ...others], held),
          [saying(lang)('drill.paper.certificate'), exercise, dateStamp(held, utcOffset)],
          'certificates',
        );
      },
    }),
    exerciseRoute(drill, {
      method: 'GET',
      path: '/debrief/compare.pdf',
      access: 'drill-staff',
      inside: staff,
      summary: 'The class side by side as slides for the critique, as PDF',
      query: Type.Object({ lang: language }),
      produces: 'application/pdf',
      handler: async ({ live, query, principal, reply }) => {
        const papers = await classPapersOf(drill, live, query.lang ?? spoken('.pdf', live, principal));
        const { exercise, held, utcOffset } = papers;
        return sendPdf(
          reply,
          await classSlidesPdf(papers, held),
          [saying(papers.language)('drill.paper.class'), exercise, dateStamp(held, utcOffset)],
          'class',
        );
      },
    }),
  ];
}
