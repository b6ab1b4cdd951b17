// Agents and proof of flow: who watches for us, and whether what they see arrives.
import { Button, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Agent } from '#model/record/agent.ts';
import { send } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import type { AgentView, EnrolToken } from '../../api/types.ts';
import { useI18n } from '../../i18n/context.tsx';
import { useChange, useRights } from '../../lib/hooks.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { CodeBlock } from '../../parts/hostile.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Facts, PageHead, Panel } from '../../parts/page.tsx';
import { Empty, Failure, Loaded } from '../../parts/states.tsx';
import { StateTag } from '../../parts/tags.tsx';
import { Time } from '../../parts/time.tsx';
import { FlowStrip } from './flow-strip.tsx';

const vantages = {
  darknet: true,
  victim: true,
  honeypot: true,
  lan: true,
  unknown: true,
} satisfies Record<Agent['vantage'], true>;
const vantageNames = Object.keys(vantages) as Agent['vantage'][];

export function Page() {
  const { t } = useI18n();
  const may = useRights();
  const [enrolling, enrol] = useDisclosure(false);
  const agents = useQuery({ ...queries.agents(), refetchInterval: 15_000 });
  const flows = useQuery({ ...queries.flows(), refetchInterval: 15_000 });
  return (
    <>
      <PageHead
        title={t('nav.agents')}
        lead={t('agents.lead')}
        actions={
          may('agents') ? (
            <Button leftSection={<Icon name="plus" />} onClick={enrol.open}>
              {t('agents.enrol')}
            </Button>
          ) : null
        }
      />
      <Loaded query={agents}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <Empty
                title={t('agents.empty')}
                action={may('agents') ? <Button onClick={enrol.open}>{t('agents.enrol')}</Button> : null}
              >
                {t('agents.empty.text')}
              </Empty>
            </Panel>
          ) : (
            <div className="stack-panels">
              {items.map(agent => (
                <AgentPanel
                  key={agent.id}
                  agent={{
                    ...agent,
                    flows: agent.flows ?? flows.data?.items.filter(flow => flow.agent === agent.id) ?? [],
                  }}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <Enrol opened={enrolling} onClose={enrol.close} />
    </>
  );
}

function AgentPanel({ agent }: { agent: AgentView }) {
  const { t, number } = useI18n();
  const may = useRights();
  const change = useChange(
    (patch: Partial<Pick<Agent, 'name' | 'quota' | 'status'>>) => send('PATCH', `/agents/${agent.id}`, patch),
    {
      refresh: ['agents'],
      done: 'saved',
    },
  );
  const [editing, edit] = useDisclosure(false);
  return (
    <Panel
      title={
        <span className="row">
          {agent.name} <StateTag state={agent.status} />
        </span>
      }
      aside={
        may('agents') ? (
          <>
            <Button variant="subtle" onClick={edit.open}>
              {t('edit')}
            </Button>
            {agent.status === 'active' ? (
              <Confirm
                subtle
                label={t('agents.retire')}
                text={t('agents.retire.text')}
                onConfirm={() => change.mutate({ status: 'retired' })}
              />
            ) : null}
          </>
        ) : null
      }
    >
      <div className="columns agent-columns">
        <Facts
          items={[
            [t('agent.vantage'), t(`vantage.${agent.vantage}`)],
            [t('agent.lastSeen'), <Time key="l" at={agent.lastSeen} as="relative" />],
            [t('agent.enrolled'), <Time key="e" at={agent.enrolled} as="day" />],
            [t('agent.version'), agent.version],
            [t('agent.quota'), t('agent.quota.value', { n: number(agent.quota) })],
          ]}
        />
        <FlowStrip flows={agent.flows ?? []} />
      </div>
      <EditAgent agent={agent} opened={editing} onClose={edit.close} onSave={patch => change.mutate(patch)} />
    </Panel>
  );
}

function EditAgent({
  agent,
  opened,
  onClose,
  onSave,
}: {
  agent: Agent;
  opened: boolean;
  onClose: () => void;
  onSave: (patch: Partial<Pick<Agent, 'name' | 'quota'>>) => void;
}) {
  const { t } = useI18n();
  const [name, setName] = useState(agent.name);
  const [quota, setQuota] = useState<number | string>(agent.quota);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('agents.edit')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault();
          onSave({ name, quota: Number(quota) || agent.quota });
          onClose();
        }}
      >
        <TextInput
          label={t('name')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          required
          maxLength={100}
        />
        <NumberInput
          label={t('agent.quota')}
          value={quota}
          onChange={setQuota}
          min={1}
          thousandSeparator=","
          hideControls
        />
        <div className="form-actions">
          <Button type="submit">{t('save')}</Button>
        </div>
      </form>
    </Modal>
  );
}

/** Makes a one-time token and shows the command to type on the sensor host. */
function Enrol({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [vantage, setVantage] = useState<Agent['vantage']>('honeypot');
  const make = useChange(() => send<EnrolToken>('POST', '/agents/tokens', { name, vantage }), {
    refresh: ['agents'],
    quiet: true,
  });
  const close = () => {
    make.reset();
    setName('');
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('agents.enrol')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {make.data ? (
        <div className="form">
          <p>{t('agents.enrol.type')}</p>
          <CodeBlock text={make.data.command} label={t('copy.command')} wrap />
          <p className="muted">{t('agents.enrol.once')}</p>
          <div className="form-actions">
            <Button onClick={close}>{t('done')}</Button>
          </div>
        </div>
      ) : (
        <form
          className="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <TextInput
            label={t('name')}
            description={t('agents.name.help')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            required
            maxLength={100}
            data-autofocus
          />
          <Select
            label={t('agent.vantage')}
            description={t('agent.vantage.help')}
            value={vantage}
            onChange={value => value && setVantage(value as Agent['vantage'])}
            data={vantageNames.map(value => ({ value, label: t(`vantage.${value}`) }))}
          />
          {make.error ? <Failure error={make.error} /> : null}
          <div className="form-actions">
            <Button type="submit" loading={make.isPending}>
              {t('agents.enrol.make')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
