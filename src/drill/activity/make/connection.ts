// Plain connections between machines.
import type { Host, SimTime } from '../../world/entities.ts';
import type { Connection, Happens } from '../../world/event.ts';

type End = Connection['source'];

export const endOf = (host: Host, port: number): End & { host: Host } => ({ ip: host.ip, port, host });

interface Talk {
  at: SimTime;
  /** Whose logs would name it. */
  host: Host;
  from: End;
  to: Connection['destination'];
  service: Connection['service'];
  transport?: Connection['transport'];
  sent: number;
  received: number;
  duration: number;
  result?: Connection['result'];
  cause?: string;
}

export function connect(happens: Happens, talk: Talk): void {
  happens({
    kind: 'connection',
    at: talk.at,
    host: talk.host,
    cause: talk.cause ?? '',
    transport: talk.transport ?? 'tcp',
    source: talk.from,
    destination: talk.to,
    service: talk.service,
    sent: Math.round(talk.sent),
    received: Math.round(talk.received),
    duration: talk.duration,
    result: talk.result ?? 'ok',
  });
}
