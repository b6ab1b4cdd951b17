// URLs put together from what a log gives apart.
import { textLimit } from '#model/event/event.ts';
import { bounded } from './values.ts';

/** A full URL from scheme, host (maybe with port), port and target; the target alone when no host is known. */
export function fullUrl(scheme: string, host: string, port: number | undefined, target: string): string {
  if (/^[a-z][a-z0-9+.-]{1,15}:\/\//i.test(target.slice(0, 32)) || host === '')
    return bounded(target, textLimit);
  const standard = port === undefined || port === 80 || (scheme === 'https' && port === 443);
  const bare =
    host.includes(':') && !host.includes('.') && !host.startsWith('[') && host.split(':').length > 2;
  const name = bare ? `[${host}]` : host;
  const withPort = standard || /:\d+$/.test(name.slice(-6)) ? name : `${name}:${port}`;
  return bounded(`${scheme}://${withPort}${target.startsWith('/') ? '' : '/'}${target}`, textLimit);
}
