// Whom a finding is about: victims, attackers, infrastructure.
import type { Subject } from '#model/record/finding.ts';
import { useI18n } from '../i18n/context.tsx';
import { addTerm } from '../lib/search-text.ts';
import { Hostile } from './hostile.tsx';
import { To } from './link.tsx';

/** Where to look a subject up, when the events carry it. */
export function subjectSearch(subject: Subject): string | undefined {
  switch (subject.type) {
    case 'ip':
    case 'prefix':
      return addTerm('', subject.role === 'victim' ? 'destination.ip' : 'source.ip', subject.value);
    case 'domain':
      return addTerm('', 'url.domain', subject.value);
    case 'url':
      return addTerm('', 'url.full', subject.value);
    case 'hash':
      return addTerm('', 'file.hash.sha256', subject.value);
    case 'account':
      return addTerm('', 'user.name', subject.value);
  }
}

export function Subjects({ subjects, most = 6 }: { subjects: readonly Subject[]; most?: number }) {
  const { t } = useI18n();
  return (
    <ul className="subjects">
      {subjects.slice(0, most).map(subject => {
        const search = subjectSearch(subject);
        return (
          <li key={`${subject.role}${subject.type}${subject.value}`}>
            <span className="muted">{t(`role.${subject.role}`)}</span>{' '}
            <Hostile
              value={subject.value}
              kind={subject.type === 'url' ? 'url' : subject.type === 'domain' ? 'domain' : 'text'}
              max={80}
              copy
            />
            {search ? (
              <To to="/events" search={{ q: search, last: 'all' }} className="link small">
                {t('events.look')}
              </To>
            ) : null}
          </li>
        );
      })}
      {subjects.length > most ? (
        <li className="muted">{t('more.n', { n: subjects.length - most })}</li>
      ) : null}
    </ul>
  );
}
