// The list in the formats of other tools. What leaves is bounded by the Traffic Light Protocol: green unless one says more.
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { Tlp } from '#model/vocab/tlp.ts';
import { apiUrl } from '../../api/client.ts';
import { useI18n } from '../../i18n/context.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/page.tsx';
import { tlpLabels } from '../../parts/tags.tsx';

const formats = ['plain', 'csv', 'json', 'stix', 'nftables', 'suricata', 'hosts'] as const;

export function Exports() {
  const { t } = useI18n();
  const [tlp, setTlp] = useState<Tlp>('green');
  return (
    <Panel title={t('protection.exports')}>
      <p className="muted">{t('protection.exports.text')}</p>
      <Select
        label={t('protection.exports.tlp')}
        description={t('protection.exports.tlp.help')}
        value={tlp}
        onChange={next => next && setTlp(next as Tlp)}
        data={tlpLabels.map(name => ({ value: name, label: `TLP:${name.toUpperCase()}` }))}
        maw={420}
        mt="sm"
      />
      <ul className="exports">
        {formats.map(format => (
          <li key={format}>
            <Button
              component="a"
              href={apiUrl(`/lists/${format}`, { tlp })}
              download
              variant="default"
              leftSection={<Icon name="download" />}
            >
              {t(`export.${format}`)}
            </Button>
            <span className="muted">{t(`export.${format}.text`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
