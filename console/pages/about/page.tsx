// About: version, what Hinomi stands on, attributions that licences ask for.
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';

export function Page() {
  const { t } = useI18n();
  const query = useQuery(queries.about());
  return (
    <>
      <PageHead title={t('nav.about')} />
      <Loaded query={query}>
        {about => (
          <div className="stack-panels">
            <Panel title={t('about.program')}>
              <Facts
                items={[
                  [t('about.version'), about.version],
                  [t('about.licence'), 'Apache-2.0'],
                  [
                    t('about.api'),
                    <a key="a" className="link" href="/api/v1/openapi.json">
                      /api/v1/openapi.json
                    </a>,
                  ],
                ]}
              />
            </Panel>
            <Panel title={t('about.data')}>
              <ul className="licences">
                {about.licences.map(licence => (
                  <li key={licence.name}>
                    <h3>{licence.name}</h3>
                    <p>{licence.text}</p>
                    {/^https:\/\//.test(licence.url) ? (
                      <a className="link" href={licence.url} rel="noreferrer noopener" target="_blank">
                        {licence.url}
                      </a>
                    ) : null}
                  </li>
                ))}
              </ul>
            </Panel>
          </div>
        )}
      </Loaded>
    </>
  );
}
