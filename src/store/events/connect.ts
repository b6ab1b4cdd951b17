// Clients of ClickHouse's HTTP interface, over TCP or a Unix socket.
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { type ClickHouseClient, createClient } from '@clickhouse/client';

export interface EventStoreAddress {
  /** `http://host:8123` of a ClickHouse server; or use `socketPath`. */
  url?: string;
  /** Unix socket of the embedded store. */
  socketPath?: string;
  /** Default `hinomi`. */
  database?: string;
  user?: string;
  password?: string;
}

class SocketAgent extends Agent {
  readonly #path: string;
  constructor(path: string) {
    super({ keepAlive: true, maxSockets: 64 });
    this.#path = path;
  }
  override createConnection() {
    return connect(this.#path);
  }
}

/** A client for an address; `database` empty means the server's default one. */
export function connectClickHouse(address: EventStoreAddress, database: string): ClickHouseClient {
  const agent = address.socketPath ? new SocketAgent(address.socketPath) : undefined;
  return createClient({
    url: address.url ?? 'http://localhost',
    ...(agent ? { http_agent: agent } : {}),
    ...(database ? { database } : {}),
    ...(address.user ? { username: address.user } : {}),
    ...(address.password ? { password: address.password } : {}),
    application: 'hinomi',
    request_timeout: 300_000,
    max_open_connections: 64,
    log: { level: 127 },
    clickhouse_settings: {
      output_format_json_quote_64bit_integers: 0,
      date_time_output_format: 'iso',
      session_timezone: 'UTC',
    },
  });
}
