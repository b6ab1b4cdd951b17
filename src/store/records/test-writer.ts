// For tests: a process that writes settings without end and prints the id of each once it is acknowledged.
import { settings } from './collections.ts';
import { openRecords } from './records.ts';

const [file = '', name = ''] = process.argv.slice(2);
const records = await openRecords({ sqliteFile: file });
for (let n = 0; ; n++) {
  const id = `${name}-${n}`;
  await records.transaction(async scope => {
    const value = await scope.sequence('written');
    await scope.collection(settings).put({ id, value, updated: 0 });
  });
  process.stdout.write(`${id}\n`);
}
