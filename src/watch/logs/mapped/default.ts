// The mapping used when none is given: ECS names, and what common programs call the same things.

/** Candidates for the time, in order. */
export const timePaths = [
  '@timestamp',
  'timestamp',
  'time',
  'ts',
  'datetime',
  'date',
  'event_time',
  'eventTime',
];

/** Other names of event fields, best first. ECS names themselves need no entry. */
export const synonyms: Readonly<Record<string, readonly string[]>> = {
  'source.ip': [
    'src_ip',
    'source_ip',
    'srcip',
    'src',
    'sourceAddress',
    'client_ip',
    'remote_addr',
    'remote_ip',
    'ip',
  ],
  'source.port': ['src_port', 'source_port', 'srcport', 'remote_port'],
  'destination.ip': [
    'dst_ip',
    'dest_ip',
    'destination_ip',
    'dstip',
    'dst',
    'destinationAddress',
    'server_ip',
  ],
  'destination.port': ['dst_port', 'dest_port', 'destination_port', 'dstport', 'server_port'],
  'network.transport': ['transport', 'proto'],
  'network.protocol': ['protocol', 'app_proto', 'service'],
  'event.action': ['action', 'event_type', 'eventid'],
  'event.outcome': ['outcome'],
  'user.name': ['user', 'username', 'login'],
  'url.full': ['url', 'request_url'],
  'url.domain': ['host_header', 'http_host'],
  'http.request.method': ['method', 'http_method'],
  'http.response.status_code': ['status', 'status_code'],
  'user_agent.original': ['user_agent', 'http_user_agent'],
  'dns.question.name': ['query', 'qname', 'rrname'],
  'hinomi.session': ['session', 'session_id', 'connection_id'],
  'rule.name': ['signature', 'rule'],
  message: ['msg', 'message'],
};
