// What an open resolver would say, from a table of its own: nothing is ever looked up elsewhere.
import { createHash } from 'node:crypto';
import { isIpv4, parseIp } from '#model/ip.ts';
import type { Answerer } from '../udp/bait.ts';
import { replyLimit } from '../udp/bait.ts';
import { type Answer, nameData, readQuestion, textData, typeName, writeResponse } from './message.ts';

export interface DnsSettings {
  /** Address given for any name; documentation space by default, so that nobody is sent anywhere. */
  address: string;
  /** Answer to `version.bind` in class CHAOS. */
  version: string;
  /** Names with addresses of their own. */
  records: Record<string, string>;
}

const classIn = 1;
const classChaos = 3;
const classAny = 255;

/** Answers as a forwarder in a home router would; ANY and TXT look worth abusing, within the reply limit. */
export function dnsAnswerer(settings: DnsSettings): Answerer {
  const records = new Map(
    Object.entries(settings.records).map(([name, ip]) => [name.toLowerCase(), addressData(ip)]),
  );
  const fallback = addressData(settings.address);
  return request => {
    const question = readQuestion(request);
    if (!question) return { query: 'malformed' };
    const query = `${typeName(question.type)} ${question.name}`;
    const fields = {
      'dns.question.name': question.name,
      'dns.question.type': typeName(question.type),
    };
    const reply = (answers: Answer[], rcode = 0) => ({
      query,
      fields: { ...fields, 'dns.response_code': rcode === 0 ? 'NOERROR' : 'REFUSED' },
      reply: writeResponse(request, question, answers, { rcode, limit: replyLimit }),
    });
    if (question.class === classChaos) {
      const known = question.name === 'version.bind' || question.name === 'version.server';
      return known
        ? reply([{ type: 16, class: classChaos, ttl: 0, data: textData(settings.version) }])
        : reply([], 5);
    }
    if (question.class !== classIn && question.class !== classAny) return reply([], 5);
    return reply(answersFor(question.name, question.type, records.get(question.name) ?? fallback));
  };
}

function answersFor(name: string, type: number, address: Uint8Array): Answer[] {
  const host = { type: address.length === 4 ? 1 : 28, ttl: 300, data: address };
  const servers = () =>
    ['ns1', 'ns2'].map(server => ({ type: 2, ttl: 3600, data: nameData(`${server}.gateway.lan`) }));
  const text = (...texts: string[]) => ({ type: 16, ttl: 3600, data: textData(...texts) });
  const policy = () => text(`v=spf1 -all ${digest(name)}`);
  switch (type) {
    case 1:
    case 28:
      return host.type === type ? [host] : [];
    case 2:
      return servers();
    case 16:
      return [policy()];
    case 255:
      // A few hundred bytes: what a scanner looks for, far below what an attacker needs.
      return [host, ...servers(), policy(), text(digest(`${name}1`)), text(digest(`${name}2`))];
    default:
      return [];
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** 4 or 16 bytes of an address in text form. */
function addressData(text: string): Uint8Array {
  const bytes = parseIp(text) ?? parseIp('192.0.2.53')!;
  return isIpv4(bytes) ? bytes.slice(12) : bytes;
}
