// The navigation column.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/context.tsx';
import { useRights } from '../lib/hooks.ts';
import { Icon } from '../parts/icon.tsx';
import { navGroups } from './nav.ts';

export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useI18n();
  const may = useRights();
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <Link to="/" className="brand" onClick={() => onNavigate?.()}>
        <img src="/mark.svg" alt="" width={26} height={26} />
        <span>
          Hinomi <small lang="ja">火の見</small>
        </span>
      </Link>
      {navGroups.map(group => {
        const places = group.places.filter(place => may(place.right));
        if (places.length === 0) return null;
        return (
          <div key={group.label} className="nav-group">
            <p className="nav-title">{t(group.label)}</p>
            <ul>
              {places.map(place => (
                <li key={place.id}>
                  <Link
                    to={place.to}
                    className="nav-link"
                    activeProps={{ className: 'active', 'aria-current': 'page' }}
                    onClick={() => onNavigate?.()}
                  >
                    <Icon name={place.id} />
                    {t(place.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
