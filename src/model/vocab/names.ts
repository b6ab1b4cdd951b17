// How tools and protocols are written for people; ids elsewhere are lower case.
const tools: Readonly<Record<string, string>> = {
  hajime: 'Hajime',
  masscan: 'Masscan',
  mirai: 'Mirai',
  nmap: 'Nmap',
  unicornscan: 'Unicornscan',
  zmap: 'ZMap',
};
const protocols: Readonly<Record<string, string>> = {
  bittorrent: 'BitTorrent',
  memcached: 'Memcached',
  netbios: 'NetBIOS',
  chargen: 'CharGEN',
  telnet: 'Telnet',
  'tcp-syn-ack': 'TCP SYN-ACK',
};

/** A scanning tool's name as its makers write it; unknown ids stay. */
export const toolName = (id: string): string => (Object.hasOwn(tools, id) ? tools[id]! : id);

/** A protocol's usual spelling: short ids are abbreviations, so they are written in capitals. */
export const protocolName = (id: string): string =>
  Object.hasOwn(protocols, id) ? protocols[id]! : /^[a-z][a-z0-9]{1,5}$/.test(id) ? id.toUpperCase() : id;

/** Values of a record's text with tools and protocols spelt for people. */
export const spelt = (
  values: Readonly<Record<string, string | number>>,
): Readonly<Record<string, string | number>> => {
  const { tool, protocol } = values;
  return {
    ...values,
    ...(typeof tool === 'string' ? { tool: toolName(tool) } : {}),
    ...(typeof protocol === 'string' ? { protocol: protocolName(protocol) } : {}),
  };
};
