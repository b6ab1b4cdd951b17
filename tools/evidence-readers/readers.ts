// The programs that read network and server logs.
import { calamaris } from './calamaris.ts';
import { goaccess } from './goaccess.ts';
import { jq } from './jq.ts';
import { lnav } from './lnav.ts';
import { logwatch } from './logwatch.ts';
import { parsezeeklogs } from './parsezeeklogs.ts';
import { pflogsumm } from './pflogsumm.ts';
import type { Reader } from './reader.ts';

export const networkReaders: readonly Reader[] = [
  calamaris,
  goaccess,
  jq,
  lnav,
  logwatch,
  parsezeeklogs,
  pflogsumm,
];
