// Line drawings for organisations and kinds of attack (24-unit grid). Decorative: the name beside them says it.
const paths: Readonly<Record<string, string>> = {
  municipality: 'M3 21h18M5 21V10h14v11M12 3 4 10h16zM9 21v-4h6v4M8.500 13h.01M12 13h.01M15.500 13h.01',
  prefecture: 'M3 21h18M4 21V12h5v9M15 21V12h5v9M9 21V7h6v14M12 7V3l3 1.500-3 1M11 10h2M11 13h2M11 16h2',
  ministry: 'M3 21h18M4 9h16L12 3.500zM6 9v9M10 9v9M14 9v9M18 9v9M4 18h16',
  manufacturer: 'M3 21h18M4 21V11l5 3.500V11l5 3.500V11l5 3.500V21M17 14V4h2.500v11M7 18h2M11.500 18h2',
  hospital: 'M3 21h18M5 21V5h14v16M12 7.500v5M9.500 10h5M10 21v-4h4v4',
  university:
    'M2 9.500 12 5l10 4.500L12 14zM6 11.500V17c2 1.600 4 2.300 6 2.300s4-.7 6-2.300v-5.500M22 9.500V15',
  bank: 'M3 21h18M4 9h16L12 4zM5 18h14M6.500 9v9M17.500 9v9M12 11v5M10.300 12.300c0-1 3.400-1 3.400 0s-3.400 1.300-3.400 2.400 3.400 1 3.400 0',
  'small-firm': 'M3 21h18M6 21V9h12v12M6 9l1.500-4h9L18 9M10 21v-5h4v5M9 12.500h.01M15 12.500h.01',
  'targeted-mail': 'M3 6h18v12H3zM3 7l9 6.500L21 7M12 21v1M7 20.500l-.500 1M17 20.500l.500 1',
  'parliament-mail': 'M3 8h18v11H3zM3 9l9 6 9-6M8 5h8M10 2.500h4',
  'watering-hole':
    'M12 3c3.500 4.500 5.500 7.300 5.500 10a5.500 5.500 0 0 1-11 0c0-2.700 2-5.500 5.500-10zM9.500 14a2.500 2.500 0 0 0 2.500 2.500M3 21h18',
  defacement: 'M3 4h18v14H3zM3 8h18M6 6h.01M8 6h.01M8.500 16l2-4 2 2.500 1.500-2 1.500 3.500M8 21h8',
  'banking-fake-screens':
    'M3 6h18v12H3zM3 10h18M6.500 14.500h4M15 14.500h3M7 3l1.500 1.500M17 3l-1.500 1.500',
  'ddos-government': 'M12 8v8M8.500 12h7M2 4l5 4M22 4l-5 4M2 20l5-4M22 20l-5-4M2 12h3M22 12h-3',
  'ddos-intrusion':
    'M2 5l5 3.500M2 12h5M2 19l5-3.500M10 5h11v14H10zM13 16c0-3 5-3 5-6M15.500 8.500 18 10l-1 2.500',
  'dns-amplification':
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM4 12h16M12 4c2.500 2.400 3.300 5 3.300 8s-.8 5.600-3.300 8M12 4C9.500 6.400 8.700 9 8.700 12s.8 5.600 3.300 8',
  'law-protest':
    'M4 10v4h3l7 4V6l-7 4zM17 9.500a3.500 3.500 0 0 1 0 5M19.500 7a7 7 0 0 1 0 10M8 14l1 5h2.500',
  'list-login':
    'M14.500 13.500a4.500 4.500 0 1 0-4-2.500L4 17.500V20h3v-2h2v-2h2l1.500-2.300M15.500 8.500h.01',
  'mass-account-theft':
    'M8.500 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 19c.3-3.500 2.500-5.500 5.500-5.500s5.200 2 5.500 5.500M16.500 5.500l5 5M21.500 5.500l-5 5M16 14.500c2.500.3 4.500 2 5 4.500',
  'manufacturer-infection':
    'M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM12 4v4.500M12 15.500V20M4 12h4.500M15.500 12H20M6.500 6.500l3 3M14.500 14.500l3 3M17.500 6.500l-3 3M9.500 14.500l-3 3',
  'ministry-infection':
    'M6 3h8l5 5v13H6zM14 3v5h5M12.500 17.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM12.500 11v1.500M12.500 17.500V19M9 15h1M15 15h1',
  'remote-controlled-pc': 'M3 5h18v11H3zM9 20h6M12 16v4M10 8.500l5 2-2 1-1 2z',
  'usb-worm-control-system':
    'M9 3h6v5H9zM7.500 8h9v8a4.500 4.500 0 0 1-9 0zM11 5.500h.01M13 5.500h.01M12 12v3',
  wiper:
    'M12 8c4.400 0 8-1.300 8-3s-3.600-3-8-3-8 1.300-8 3 3.600 3 8 3zM4 5v12c0 1.700 3.600 3 8 3M20 5v6M15 15l6 6M21 15l-6 6',
};
const other = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 8v5M12 16v.2';

/** The drawing of a profile or scenario by its id. */
export function Picture({ of, size = 34 }: { of: string; size?: number }) {
  return (
    <svg
      className="drill-picture"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[of] ?? other} />
    </svg>
  );
}
