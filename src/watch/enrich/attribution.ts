// What the licences of the address data ask us to show wherever results from it are shown (the page About).

export interface Attribution {
  name: string;
  text: string;
  url: string;
}

/** Attribution lines, in the order to show them. */
export const addressDataAttribution: readonly Attribution[] = [
  {
    name: 'DB-IP',
    text: 'IP Geolocation by DB-IP (IP to ASN Lite, CC BY 4.0), merged by ip-location-db.',
    url: 'https://db-ip.com/',
  },
  {
    name: 'RouteViews',
    text: 'IP to AS number data by RouteViews (CC BY 4.0), merged by ip-location-db.',
    url: 'https://www.routeviews.org/routeviews/',
  },
  {
    name: 'NRO',
    text: 'Delegation statistics by the Number Resource Organization (CC BY 4.0), merged by ip-location-db.',
    url: 'https://www.nro.net/',
  },
];

/** What a reader must know before leaning on the data. */
export const addressDataCaveat =
  'Country means where an address block is registered, not where a machine stands. The data is a snapshot of 2026-06-17 ' +
  'from npm; its makers say that the npm editions contain errors and are no longer updated. Seen by us: IPv6 blocks of ' +
  'Asia-Pacific holders shown as Australia, the seat of their registry (2001:200::/32 of WIDE, Japan, is one).';
