// What a program's version resource says, where the world only knows path, company and description.
import { baseName } from './format.ts';
import type { HostFacts } from './host.ts';

// Spelling in the resource where it differs from the file's name.
const originalNames: Readonly<Record<string, string>> = {
  'cmd.exe': 'Cmd.Exe',
  'powershell.exe': 'PowerShell.EXE',
  'rundll32.exe': 'RUNDLL32.EXE',
  'regsvr32.exe': 'REGSVR32.EXE',
  'mshta.exe': 'MSHTA.EXE',
  'certutil.exe': 'CertUtil.exe',
  'nltest.exe': 'nltestrk.exe',
  'notepad.exe': 'NOTEPAD.EXE',
  'vssadmin.exe': 'VSSADMIN.EXE',
  'explorer.exe': 'EXPLORER.EXE',
  'winword.exe': 'WinWord.exe',
  'excel.exe': 'Excel.exe',
  'powerpnt.exe': 'POWERPNT.EXE',
  'acrobat.exe': 'Acrobat.exe',
};

export const originalName = (image: string): string => {
  const name = baseName(image);
  return originalNames[name.toLowerCase()] ?? name;
};

const inWindows = /^[a-z]:\\windows\\/i;

/** `10.0.19045.1 (WinBuild.160101.0800)` for parts of Windows, else a number of its own that goes with its hash. */
export function fileVersion(image: string, company: string, sha256: string, host: HostFacts): string {
  if (company === '' || company === '-') return '-';
  if (company.startsWith('Microsoft') && inWindows.test(image))
    return `10.0.${host.build}.${host.build === 20_348 ? 2340 : 3570} (WinBuild.160101.0800)`;
  const number = (from: number, length: number): number =>
    Number.parseInt(sha256.slice(from, from + length), 16) || 0;
  return `${1 + (number(0, 2) % 24)}.${number(2, 2) % 20}.${number(4, 4) % 9000}.${number(8, 2)}`;
}

export const product = (image: string, company: string, description: string): string => {
  if (company.startsWith('Microsoft') && inWindows.test(image)) return 'Microsoft® Windows® Operating System';
  return description === '' ? '-' : description;
};

export const orDash = (text: string): string => (text === '' ? '-' : text);
