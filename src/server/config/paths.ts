// Where things are inside the data folder. One place, so that no two parts disagree.
import { join } from 'node:path';

/** Where each part of the platform keeps its things below a data folder. */
export const dataPaths = (data: string) => ({
  data,
  run: join(data, 'run'),
  storeSocket: join(data, 'run', 'store.sock'),
  listSocket: join(data, 'run', 'list.sock'),
  processes: join(data, 'run', 'processes.json'),
  supervisorLock: join(data, 'run', 'supervisor.pid'),
  events: join(data, 'events'),
  evidence: join(data, 'evidence'),
  records: join(data, 'records.sqlite'),
  journal: join(data, 'journal'),
  agent: join(data, 'agent'),
  localAgentToken: join(data, 'agent', 'enrolment-token'),
  dns: join(data, 'dns'),
  keys: join(data, 'keys'),
  inputs: join(data, 'inputs'),
  inbox: join(data, 'inbox'),
  setupToken: join(data, 'setup-token'),
  log: join(data, 'log'),
});
