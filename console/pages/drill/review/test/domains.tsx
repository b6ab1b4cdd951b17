// Right answers by subject, before and after: a row of squares each, filled for the right ones. Few items say little,
// and squares show how few they are.
import type { MyTests } from '#model/drill/review.ts';
import { useI18n } from '../../../../i18n/context.tsx';
import { domainName } from '../text.ts';

export function Domains({ sittings }: { sittings: MyTests['sittings'] }) {
  const i18n = useI18n();
  const domains = [...new Set(sittings.flatMap(one => one.byDomain.map(row => row.domain)))];
  return (
    <table className="rv-domains">
      <thead>
        <tr>
          <th scope="col">{i18n.t('review.test.domain')}</th>
          {sittings.map(one => (
            <th key={one.purpose} scope="col">
              {i18n.t(`review.test.title.${one.purpose}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {domains.map(domain => (
          <tr key={domain}>
            <th scope="row">{domainName(i18n, domain)}</th>
            {sittings.map(one => {
              const row = one.byDomain.find(other => other.domain === domain);
              return (
                <td key={one.purpose}>
                  {row ? <Squares right={row.right} of={row.items} tone={one.purpose} /> : '–'}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Squares({ right, of, tone }: { right: number; of: number; tone: 'before' | 'after' }) {
  const size = 12;
  return (
    <span className="row tight one-line">
      <svg width={of * (size + 3)} height={size} aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: identical squares
            key={index}
            className={index < right ? `rv-square ${tone}` : 'rv-square'}
            x={index * (size + 3) + 0.5}
            y={0.5}
            width={size - 1}
            height={size - 1}
            rx={2}
          />
        ))}
      </svg>
      <span className="num">
        {right}/{of}
      </span>
    </span>
  );
}
