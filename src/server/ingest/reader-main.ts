// Program: reads one registered input into the running platform and reports over its channel. Argument: input id.
import * as collections from '#store/records/collections.ts';
import { createEnricher } from '#watch/enrich/enricher.ts';
import { loadSettings } from '../config/load.ts';
import { dataPaths } from '../config/paths.ts';
import { connectEventStore, openRecordStore } from '../open-stores.ts';
import { createServices } from '../services.ts';
import type { ReaderMessage } from './queue.ts';
import { ingestInput } from './run.ts';

/** Between two messages about progress, ms. */
const progressPause = 200;

const tell = (message: ReaderMessage) => void process.send?.(message);
const orphaned = () => process.exit(1);
process.on('disconnect', orphaned);

const id = process.argv[2] ?? '';
const settings = loadSettings(process.env);
const records = await openRecordStore(settings);
const store = await connectEventStore(settings);
const services = createServices({ store, records }, settings, Date.now, (changed, record) =>
  tell({ changed, record }),
);
const input = await records.collection(collections.inputs).get(id);
if (!input) throw new Error(`there is no input ${id}`);
let last = 0;
await ingestInput(
  input,
  {
    ...services.analysis,
    store,
    records,
    enricher: await createEnricher(),
    inputsFolder: dataPaths(settings.data).inputs,
  },
  state => {
    const now = Date.now();
    if (state.status === 'reading' && now - last < progressPause) return;
    last = now;
    tell({ progress: state });
  },
);
services.close();
await store.close();
await records.close();
process.off('disconnect', orphaned);
process.disconnect?.();
