// The services every program that changes records composes alike: indicators, alerts, analysis.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#model/time.ts';
import * as collections from '#store/records/collections.ts';
import { createIndicatorService, type IndicatorService } from '#warn/indicators/service.ts';
import { openMailSender } from '#warn/notify/senders.ts';
import { createNotifyService, type NotifyService } from '#warn/notify/service.ts';
import type { AnalysisDeps } from './analysis/cycle.ts';
import { analysisDeps } from './analysis/deps.ts';
import { dataPaths } from './config/paths.ts';
import type { Settings } from './config/settings.ts';
import { alertTexts } from './messages.ts';
import type { Stores } from './open-stores.ts';

export interface Services {
  indicators: IndicatorService;
  notify: NotifyService;
  analysis: AnalysisDeps;
  close(): void;
}

/** Hears of changes, for those who watch. */
export type Publish = (
  topic: 'finding' | 'incident' | 'campaign' | 'indicator' | 'alert',
  record: unknown,
) => void;

/** URL people reach the console at. */
export const publicUrl = (settings: Settings): string =>
  (settings['http.publicUrl'] || `http://${settings['http.address']}:${settings['http.port']}`).replace(
    /\/$/,
    '',
  );

/** A secret kept in a file of the data folder, made at first use. */
export function keptSecret(
  settings: Settings,
  name: string,
  encoding: 'base64' | 'base64url' = 'base64url',
): string {
  const file = join(dataPaths(settings.data).keys, name);
  try {
    writeFileSync(file, Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString(encoding), {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** Composes the services; `publish` hears of every change after it is durable. */
export function createServices(
  stores: Pick<Stores, 'store' | 'records'>,
  settings: Settings,
  clock: Clock,
  publish: Publish,
): Services {
  const { store, records } = stores;
  const indicators = createIndicatorService({
    records,
    clock,
    ownDomains: settings['indicators.ownDomains'],
  });
  indicators.subscribe(changed => {
    for (const indicator of changed.slice(0, 200)) publish('indicator', indicator);
  });
  const mail = settings['mail.url'] ? openMailSender(settings['mail.url'], settings['mail.from']) : undefined;
  const notify = createNotifyService({
    channels: records.collection(collections.alertChannels),
    alerts: records.collection(collections.alerts),
    incidents: records.collection(collections.incidents),
    findings: records.collection(collections.findings),
    catalogues: { en: alertTexts('en'), ja: alertTexts('ja') },
    ...(mail ? { mail } : {}),
    publicUrl: publicUrl(settings),
    secret: keptSecret(settings, 'notify'),
    clock,
    onChange: alert => publish('alert', { ...alert, tokenHash: '' }),
  });
  return {
    indicators,
    notify,
    analysis: analysisDeps({ store, records, settings, clock, indicators, notify, publish }),
    close() {
      indicators.close();
      mail?.close();
    },
  };
}
