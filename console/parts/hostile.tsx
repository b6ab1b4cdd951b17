// Text that an attacker may have written: shown as text, invisible characters made visible, never a link.
import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { defang, visibleText } from '#model/visible.ts';
import { useI18n } from '../i18n/context.tsx';
import { copyText } from '../lib/clipboard.ts';
import { Icon } from './icon.tsx';

/** A button that copies `value` and says so. */
export function Copy({ value, label }: { value: string; label?: string }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  const text = copied ? t('copy.done') : (label ?? t('copy'));
  return (
    <Tooltip label={text}>
      <ActionIcon
        size="xs"
        className="copy"
        aria-label={text}
        onClick={event => {
          event.stopPropagation();
          event.preventDefault();
          void copyText(value).then(setCopied);
          setTimeout(() => setCopied(false), 1_500);
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} size={13} />
      </ActionIcon>
    </Tooltip>
  );
}

export interface HostileProps {
  value: string;
  /** Names and URLs are defanged. */
  kind?: 'text' | 'url' | 'domain';
  /** Longest part shown, in characters; the whole is copied. */
  max?: number;
  copy?: boolean;
}

/** Shows a hostile value safely; long values are cut in display only. */
export function Hostile({ value, kind = 'text', max = 200, copy = false }: HostileProps) {
  const safe = visibleText(kind === 'text' ? value : defang(value));
  const cut = safe.length > max;
  return (
    <bdi className="hostile" title={cut ? safe.slice(0, 2_000) : undefined}>
      {cut ? `${safe.slice(0, max)}…` : safe}
      {copy || cut ? <Copy value={value} /> : null}
    </bdi>
  );
}

/** A block to take along: a command, settings, an SQL query. */
export function CodeBlock({ text, label, wrap = false }: { text: string; label: string; wrap?: boolean }) {
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="code-scroll" aria-label={label} tabIndex={0}>
        <pre className={wrap ? 'wrap' : undefined}>{visibleBlock(text)}</pre>
      </section>
      <Copy value={text} label={label} />
    </div>
  );
}

/** Like visibleText, but line breaks and tabs stay. */
export const visibleBlock = (text: string): string =>
  text
    .split(/(\r?\n|\t)/)
    .map((part, index) => (index % 2 ? part : visibleText(part)))
    .join('');
