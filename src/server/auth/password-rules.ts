// Which passwords are refused: short ones, the account's name, and the ones everybody tries first.
import { HinomiError } from '#model/errors.ts';

const shortestPassword = 12;
const longestPassword = 256;

/** Words and runs that guessing lists begin with; a password made of them, with digits and signs around, is one. */
const common = (
  'password passwd passphrase qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm azerty letmein welcome admin ' +
  'administrator root toor changeme change default secret login master monkey dragon iloveyou sunshine princess ' +
  'football baseball superman batman trustno abc abcd abcdef abcdefgh abcdefghij test testing guest user hello hinomi ' +
  'security company server system spring summer autumn winter sakura nippon tokyo i a is my me the new please'
).split(' ');

const onlyCommon = new RegExp(`^(?:${common.join('|')})*$`);
const leet: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** @throws HinomiError `PASSWORD_WEAK` saying which rule it breaks. */
export function assertPassword(password: string, accountName: string): void {
  const refuse = (message: string): never => {
    throw new HinomiError('PASSWORD_WEAK', message, {
      place: { field: 'body/password' },
      remedy: 'Use three or four words that do not belong together, or let a password manager make one.',
      status: 400,
    });
  };
  const text = password.normalize('NFKC').toLowerCase();
  if ([...text].length < shortestPassword) refuse(`a password needs at least ${shortestPassword} characters`);
  if (password.length > longestPassword) refuse(`a password has at most ${longestPassword} characters`);
  const name = accountName.toLowerCase();
  const withoutName = name.length < 3 ? text : text.replaceAll(name, '');
  if ([...withoutName].length < 8) refuse('the password is little more than the account name');
  if (new Set(text).size < 5) refuse('the password repeats the same few characters');
  const core = withoutName.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const letters = core.replace(/[^\p{L}]/gu, '');
  const unleet = [...core]
    .map(sign => leet[sign] ?? sign)
    .join('')
    .replace(/[^\p{L}]/gu, '');
  if (onlyCommon.test(letters) || onlyCommon.test(unleet))
    refuse('the password is among the first that are guessed');
}
