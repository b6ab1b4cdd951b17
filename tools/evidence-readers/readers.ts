// The programs that read logs; `readers` of a source names those that read it.
import { calamaris } from './calamaris.ts';
import { goaccess } from './goaccess.ts';
import { jq } from './jq.ts';
import { lnav } from './lnav.ts';
import { logwatch } from './logwatch.ts';
import { parsezeeklogs } from './parsezeeklogs.ts';
import { pflogsumm } from './pflogsumm.ts';
import type { Reader } from './reader.ts';
import { eveSchema, fever } from './suricata.ts';
import { ausearch, jcReader, lineProtocol, miller, postgresCopy } from './tables.ts';
import { eventViewer, expat, winlogbeat, xmllint } from './windows.ts';

export const logReaders: readonly Reader[] = [
  calamaris,
  eveSchema,
  fever,
  goaccess,
  jq,
  lnav,
  logwatch,
  parsezeeklogs,
  pflogsumm,
  ausearch,
  jcReader,
  lineProtocol,
  miller,
  postgresCopy,
  eventViewer,
  expat,
  winlogbeat,
  xmllint,
];
