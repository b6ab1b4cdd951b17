// That somebody took part, in what and for how long. No result: a certificate is shown to others.
import type { Localized } from '#model/localized.ts';
import { html, type Page, page } from './html.ts';
import { certificateStyle } from './style.ts';
import { dateOf, saying } from './words.ts';

export interface CertificateOf {
  language: 'ja' | 'en';
  /** Empty: the seat has no person; the team is named instead. */
  person: string;
  team: string;
  organisation: string;
  exercise: string;
  programme: Localized;
  scenario: Localized;
  minutes: number;
  held: number;
  utcOffset: number;
}

/** What stands on a certificate, from top to bottom. */
export interface CertificateWords {
  title: string;
  organisation: string;
  addressed: string;
  says: string;
  details: string[];
  date: string;
}

export function certificateWords(given: CertificateOf): CertificateWords {
  const { language, person, team, exercise } = given;
  const say = saying(language);
  const hours = Math.round(given.minutes / 6) / 10;
  return {
    title: say('drill.paper.certificate'),
    organisation: given.organisation,
    // A team is addressed as a body (御中), a person by name (殿).
    addressed:
      person === '' ? say('drill.paper.addressed-team', { team }) : say('drill.paper.person', { person }),
    says: say(person === '' ? 'drill.paper.team-took-part' : 'drill.paper.took-part', { exercise }),
    details: [
      given.programme[language],
      given.scenario[language],
      given.minutes < 90
        ? say('drill.paper.minutes', { minutes: Math.round(given.minutes) })
        : say('drill.paper.hours', { hours }),
    ],
    date: dateOf(given.held, language, given.utcOffset),
  };
}

/** A certificate as a page to print; `account`: whose, for the link to the file. */
export function certificate(given: CertificateOf, account: string): Page {
  const { title, organisation, addressed, says, details, date } = certificateWords(given);
  const body = html`<main><h1>${title}</h1>${organisation === '' ? undefined : html`<p>${organisation}</p>`}<p class="name">${addressed}</p><p>${says}</p><ul>${details.map(
    detail => html`<li>${detail}</li>`,
  )}</ul><p class="issued">${date}</p></main>`;
  const file = `certificate.pdf?lang=${given.language}&account=${encodeURIComponent(account)}`;
  return page(given.language, title, certificateStyle, body, file);
}
