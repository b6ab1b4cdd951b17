// A collector in a process of its own, to be killed: embedded event store by socket, records in SQLite.
import { join } from 'node:path';
import { systemRandom } from '#model/ids.ts';
import { systemClock } from '#model/time.ts';
import { openEventStore } from '#store/events/clickhouse.ts';
import { agents, enrolments, flows } from '#store/records/collections.ts';
import { openRecords } from '#store/records/records.ts';
import { createEnricher } from '../../enrich/enricher.ts';
import { collectorCertificate } from '../certificate.ts';
import { createCollector } from '../collector.ts';
import { listenCollector } from '../listen.ts';

const [dir, socketPath, port] = process.argv.slice(2) as [string, string, string];
const tls = await collectorCertificate(dir, ['127.0.0.1'], systemClock);
const records = await openRecords({ sqliteFile: join(dir, 'records.sqlite') });
const { lookUp } = await createEnricher();
const collector = await createCollector({
  journalDir: join(dir, 'journal'),
  agents: records.collection(agents),
  enrolments: records.collection(enrolments),
  flows: records.collection(flows),
  store: await openEventStore({ socketPath, patience: { insert: 1, query: 1 } }),
  lookUp,
  clock: systemClock,
  random: systemRandom,
  segmentBytes: 256 * 1024,
});
const listener = await listenCollector({ address: '127.0.0.1', port: Number(port), tls, collector });
process.on('message', async (message: 'token' | 'drain') => {
  if (message === 'token')
    process.send!(
      await collector.issueEnrolmentToken({
        name: 'crash',
        vantage: 'darknet',
        by: 'test',
        url: `https://127.0.0.1:${listener.port}`,
        pin: tls.pin,
      }),
    );
  else {
    await collector.drain();
    process.send!({ flows: collector.flows() });
  }
});
process.send!({ port: listener.port });
