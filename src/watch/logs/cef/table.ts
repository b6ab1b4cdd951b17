// CEF extension keys and where they go. Everything else becomes a label.
import { add, both, lower, type Put, put } from '../core/values.ts';

const action: Put = (draft, value) => {
  const text = String(value).toLowerCase();
  if (text.length > 64) return false;
  draft['event.action'] = text.replaceAll(/\s+/g, '-');
  return true;
};

const outcome: Put = (draft, value) => {
  const text = String(value).toLowerCase();
  if (/^succe/.test(text)) draft['event.outcome'] = 'success';
  else if (/^(fail|error|denied)/.test(text)) draft['event.outcome'] = 'failure';
  else return false;
  return true;
};

const hash: Put = (draft, value) => {
  const text = String(value).toLowerCase();
  if (/^[0-9a-f]{64}$/.test(text)) draft['file.hash.sha256'] = text;
  else if (/^[0-9a-f]{32}$/.test(text)) draft['file.hash.md5'] = text;
  else return false;
  return true;
};

/** The attempted account: that of the destination, or the source's when only that is given. */
const sourceUser: Put = (draft, value) => {
  if (draft['user.name'] !== undefined) return false;
  both(put('user.name'))(draft, value);
  return false;
};

export const fields: Readonly<Record<string, Put>> = {
  src: put('source.ip'),
  spt: put('source.port'),
  c6a2: put('source.ip'),
  dst: put('destination.ip'),
  dpt: put('destination.port'),
  c6a3: put('destination.ip'),
  proto: lower('network.transport'),
  app: lower('network.protocol'),
  duser: put('user.name'),
  suser: sourceUser,
  act: action,
  outcome,
  request: put('url.full'),
  requestMethod: put('http.request.method'),
  requestClientApplication: put('user_agent.original'),
  dhost: lower('url.domain'),
  fname: put('file.name'),
  fsize: put('file.size'),
  fileHash: hash,
  in: add('network.bytes'),
  out: add('network.bytes'),
  msg: put('message'),
  externalId: put('hinomi.session'),
};
