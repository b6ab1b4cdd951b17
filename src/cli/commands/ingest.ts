// `hinomi ingest`: take captures, IDS logs and honeypot logs in, and say what came of them.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatMessage } from '#model/messages.ts';
import type { Finding } from '#model/record/finding.ts';
import type { Input } from '#model/record/input.ts';
import { spelt } from '#model/vocab/names.ts';
import { dataPaths } from '#server/config/paths.ts';
import { isCapture } from '#server/ingest/recognise.ts';
import { ingestInput, registerInput } from '#server/ingest/run.ts';
import { findingTexts } from '#server/messages.ts';
import { createServices } from '#server/services.ts';
import * as collections from '#store/records/collections.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { planFolder } from '#watch/logs/folder-plan.ts';
import { parseMapping } from '#watch/logs/mapped/mapping.ts';
import { logFormats } from '#watch/logs/registry.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { withStores } from '../stores.ts';

const vantages = ['darknet', 'victim', 'honeypot', 'lan', 'unknown'] as const;

const knownFormats = (): string[] => [
  'auto',
  'pcap',
  ...logFormats.flatMap(format => [format.id, ...format.aliases]),
];

/** Files named, and those below folders named whose format is recognised; the others with the reason. */
async function filesOf(
  names: string[],
  format: string,
): Promise<{ files: string[]; passed: { file: string; why: string }[] }> {
  const files: string[] = [];
  const passed: { file: string; why: string }[] = [];
  for (const name of names.map(entry => resolve(entry))) {
    if (!statSync(name, { throwIfNoEntry: false })?.isDirectory()) {
      files.push(name);
      continue;
    }
    for (const planned of await planFolder(name))
      if (format !== 'auto' || planned.format || (await isCapture(planned.file))) files.push(planned.file);
      else passed.push({ file: planned.file, why: planned.why ?? '' });
  }
  return { files, passed };
}

/** How logs without a format of their own, or without a zone, are read. */
function readingOptions(context: CommandContext) {
  const { mapping, zone } = context.flags;
  const zoneMinutes = Number(zone ?? 0);
  if (!Number.isInteger(zoneMinutes) || Math.abs(zoneMinutes) > 14 * 60)
    throw new UsageError('--zone takes minutes east of UTC, e.g. 540');
  return {
    ...(mapping ? { mapping: parseMapping(JSON.parse(readFileSync(String(mapping), 'utf8'))) } : {}),
    ...(zone === undefined ? {} : { zoneMinutes }),
  };
}

const sum = (into: Record<string, number>, from: Record<string, number>) => {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count;
};

const progress = (context: CommandContext) => {
  let last = 0;
  return (input: Input) => {
    const now = Date.now();
    if (context.json || !process.stderr.isTTY || now - last < 200) return;
    last = now;
    const percent = input.bytes > 0 ? Math.floor((100 * input.bytesRead) / input.bytes) : 100;
    process.stderr.write(`\r${input.file.slice(0, 50)}: ${percent} %, ${input.records} records `);
  };
};

function show(context: CommandContext, inputs: Input[], findings: Finding[]): void {
  const texts = findingTexts('en');
  for (const input of inputs) {
    context.out(
      `${input.file} (${input.format}): ${input.records} records, ${input.events} events, ${input.skippedCount} skipped${input.error ? `; failed: ${input.error}` : ''}`,
    );
    for (const { at, why } of input.skipped.slice(0, 5)) context.out(`  skipped ${at}: ${why}`);
  }
  for (const finding of findings.slice(0, 50))
    context.out(
      `! ${formatMessage(texts[finding.title.id] ?? finding.title.id, spelt(finding.title.values)).replace(/\p{Cc}/gu, ' ')}`,
    );
  if (findings.length > 50) context.out(`… and ${findings.length - 50} more findings`);
}

export const ingest: Command = {
  name: 'ingest',
  summary: 'Take in captures, IDS logs and honeypot logs',
  usage:
    'FORMAT FILE… [--vantage darknet|victim|honeypot|lan|unknown] [--mapping FILE] [--zone MINUTES] [--json]',
  examples: [
    'hinomi ingest pcap attack.pcap',
    'hinomi ingest zeek conn.log dns.log --vantage lan',
    'hinomi ingest auto /data/tpot --json',
  ],
  options: { vantage: { type: 'string' }, mapping: { type: 'string' }, zone: { type: 'string' } },
  run: async context => {
    const [format, ...names] = context.positionals;
    if (!format || names.length === 0) throw new UsageError('give a format and at least one file');
    const known = knownFormats();
    if (!known.includes(format))
      throw new UsageError(`there is no format "${format}"; choose from ${known.join(', ')}`);
    const vantage = (context.flags['vantage'] ?? 'unknown') as (typeof vantages)[number];
    if (!vantages.includes(vantage)) throw new UsageError(`--vantage takes one of ${vantages.join(', ')}`);
    const reading = readingOptions(context);
    return withStores(context, async (stores, settings) => {
      const services = createServices(stores, settings, Date.now, () => {});
      const deps = {
        ...services.analysis,
        ...stores,
        enricher: await createEnricher(),
        inputsFolder: dataPaths(settings.data).inputs,
        ...reading,
      };
      const inputs: Input[] = [];
      let failed = false;
      const unread: {
        file: string;
        records: number;
        events: number;
        skipped: { at: string; why: string }[];
      }[] = [];
      const { files, passed } = await filesOf(names, format);
      for (const { file, why } of passed) {
        unread.push({ file, records: 0, events: 0, skipped: [{ at: 'file', why }] });
        context.err(`passed over ${file}: ${why}`);
      }
      for (const file of files) {
        try {
          const waiting = await registerInput({ file, name: file, format, vantage, by: 'cli' }, deps);
          const { input } = await ingestInput(waiting, deps, progress(context));
          inputs.push(input);
        } catch (error) {
          // One unreadable file stops no other.
          const why = (error as Error).message;
          failed = true;
          unread.push({ file, records: 0, events: 0, skipped: [{ at: 'file', why }] });
          context.err(`hinomi ingest: ${why}`);
        }
      }
      const classes: Record<string, number> = {};
      const fingerprints: Record<string, number> = {};
      for (const input of inputs) {
        sum(classes, input.classes);
        sum(fingerprints, input.fingerprints);
      }
      const ids = [...new Set(inputs.flatMap(input => input.findings))];
      const findings = await stores.records.collection(collections.findings).getMany(ids);
      if (context.json) {
        const rows = inputs.map(({ file, format: used, records, events, skipped, skippedCount, error }) => ({
          file,
          format: used,
          records,
          events,
          skipped: error ? [...skipped, { at: 'file', why: error }] : skipped,
          skippedCount,
        }));
        context.out(JSON.stringify({ inputs: [...rows, ...unread], classes, fingerprints, findings }));
      } else show(context, inputs, findings);
      services.close();
      return failed || inputs.some(input => input.status === 'failed') ? 1 : 0;
    });
  },
};
