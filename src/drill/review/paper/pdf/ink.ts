// Colours of papers. Good and bad are told apart by shape and word too, never by colour alone.

export const ink = {
  text: '#1a2330',
  quiet: '#56657a',
  rule: '#d5dce5',
  pale: '#f2f5f9',
  tint: '#dce6f0',
  brand: '#0b3a5e',
  onBrand: '#ffffff',
  onBrandQuiet: '#c9d8e6',
  good: '#0b6b3a',
  goodPale: '#e6f3ec',
  bad: '#a3200d',
  badPale: '#fbeae7',
  warm: '#b4690e',
} as const;
