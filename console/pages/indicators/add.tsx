// Listing an indicator: value, reason for the people who will be blocked, confidence, how long.
import {
  Button,
  Checkbox,
  Modal,
  NumberInput,
  Select,
  Slider,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { parseIp, parsePrefix } from '#model/ip.ts';
import type { Indicator, IndicatorType } from '#model/record/indicator.ts';
import type { Tlp } from '#model/vocab/tlp.ts';
import { send } from '../../api/client.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange } from '../../lib/hooks.ts';
import { To } from '../../parts/link.tsx';
import { Failure } from '../../parts/states.tsx';
import { tlpLabels } from '../../parts/tags.tsx';

const types = {
  domain: true,
  ipv4: true,
  ipv6: true,
  cidr: true,
  nameserver: true,
  url: true,
  sha256: true,
  md5: true,
} satisfies Record<IndicatorType, true>;
export const indicatorTypeNames = Object.keys(types) as IndicatorType[];

/** What kind of indicator a pasted value is; undoes usual defanging first. The API has the last word. */
export function guessType(value: string): { type: IndicatorType; value: string } {
  const plain = value
    .trim()
    .replace(/^hxxp/i, 'http')
    .replaceAll('[.]', '.')
    .replaceAll('(.)', '.')
    .replaceAll('[:]', ':');
  if (/^[0-9a-f]{64}$/i.test(plain)) return { type: 'sha256', value: plain };
  if (/^[0-9a-f]{32}$/i.test(plain)) return { type: 'md5', value: plain };
  if (/^https?:\/\//i.test(plain)) return { type: 'url', value: plain };
  if (plain.includes('/') && parsePrefix(plain)) return { type: 'cidr', value: plain };
  if (parseIp(plain)) return { type: plain.includes(':') ? 'ipv6' : 'ipv4', value: plain };
  return { type: 'domain', value: plain };
}

export function AddIndicator({
  opened,
  onClose,
  value: given = '',
  reason: givenReason = '',
}: {
  opened: boolean;
  onClose: () => void;
  value?: string;
  reason?: string;
}) {
  const { t } = useI18n();
  const [value, setValue] = useState(given);
  const [type, setType] = useState<IndicatorType>(guessType(given).type);
  const [subdomains, setSubdomains] = useState(true);
  const [action, setAction] = useState<Indicator['action']>('warn');
  const [confidence, setConfidence] = useState(80);
  const [reason, setReason] = useState(givenReason);
  const [days, setDays] = useState<number | string>(30);
  const [labels, setLabels] = useState<string[]>([]);
  const [tlp, setTlp] = useState<Tlp>('amber');
  useEffect(() => {
    if (!opened) return;
    setValue(given);
    setType(guessType(given).type);
    setReason(givenReason);
  }, [opened, given, givenReason]);

  const add = useChange(
    () =>
      send<Indicator>('POST', '/indicators', {
        type,
        value: guessType(value).value,
        subdomains: type === 'domain' && subdomains,
        action,
        confidence,
        reason,
        days: Number(days) || 30,
        labels,
        tlp,
      }),
    {
      quiet: true,
      refresh: ['indicators', 'protection', 'incidents'],
      done: 'indicators.added',
      after: () => close(),
    },
  );
  const close = () => {
    add.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const refusedByField = add.error?.place['field'] === 'value';
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('indicators.add')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form className="form" onSubmit={submit}>
        <div className="form-row value-row">
          <TextInput
            label={t('indicator.value')}
            description={t('indicator.value.help')}
            value={value}
            onChange={event => {
              const next = event.currentTarget.value;
              setValue(next);
              if (type !== 'nameserver') setType(guessType(next).type);
              add.reset();
            }}
            error={refusedByField}
            required
            maxLength={2048}
            spellCheck={false}
            autoComplete="off"
            data-autofocus
          />
          <Select
            label={t('indicator.type')}
            description={t('indicator.type.help')}
            value={type}
            onChange={next => next && setType(next as IndicatorType)}
            data={indicatorTypeNames.map(name => ({ value: name, label: t(`indicator.type.${name}`) }))}
          />
        </div>
        {type === 'domain' ? (
          <Checkbox
            label={t('indicator.subdomains')}
            checked={subdomains}
            onChange={event => setSubdomains(event.currentTarget.checked)}
          />
        ) : null}
        <Textarea
          label={t('indicator.reason')}
          description={t('indicator.reason.help')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          required
          maxLength={500}
          autosize
          minRows={2}
        />
        <div className="form-row">
          <Select
            label={t('indicator.action')}
            value={action}
            onChange={next => next && setAction(next as Indicator['action'])}
            data={(['warn', 'nxdomain', 'passthru'] as const).map(name => ({
              value: name,
              label: t(`indicator.action.${name}`),
            }))}
          />
          <NumberInput label={t('indicator.days')} value={days} onChange={setDays} min={1} max={3650} />
          <Select
            label="TLP"
            value={tlp}
            onChange={next => next && setTlp(next as Tlp)}
            data={tlpLabels.map(name => ({ value: name, label: `TLP:${name.toUpperCase()}` }))}
          />
        </div>
        <div>
          <label className="slider-label" htmlFor="confidence-slider">
            {t('confidence')} {confidence}%
          </label>
          <Slider
            id="confidence-slider"
            value={confidence}
            onChange={setConfidence}
            label={null}
            step={5}
            thumbLabel={t('confidence')}
          />
        </div>
        <TagsInput label={t('indicator.labels')} value={labels} onChange={setLabels} maxTags={20} />
        {add.error ? (
          <>
            <Failure error={add.error} />
            {add.error.code === 'ALLOW_LISTED' ? (
              <p>
                <To to="/protection" search={{ tab: 'allow' }}>
                  {t('allow.open')}
                </To>
              </p>
            ) : null}
          </>
        ) : null}
        <div className="form-actions">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('indicators.addNow')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
