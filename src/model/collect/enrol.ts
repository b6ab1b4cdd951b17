// Enrolment: a one-time token text gives a new agent the collector's address, its certificate's pin and a secret.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { HinomiError } from '../errors.ts';

/** What a token text carries. */
export const EnrolmentToken = Type.Object(
  {
    /** Collector, e.g. `https://203.0.113.5:8443`. */
    url: Type.String({ pattern: '^https://[^/?#@]+$', maxLength: 300 }),
    /** SHA-256 of the collector's certificate or of the CA that issued it (DER), hex. */
    pin: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    secret: Type.String({ minLength: 20, maxLength: 100 }),
  },
  { title: 'Enrolment token' },
);
export type EnrolmentToken = Static<typeof EnrolmentToken>;

/** The agent makes its own bearer token and shows its hash only, so a lost answer can be asked for again. */
export const EnrolRequest = Type.Object(
  {
    secret: Type.String({ minLength: 20, maxLength: 100 }),
    /** SHA-256 of the bearer token, hex. */
    tokenHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    version: Type.String({ maxLength: 50 }),
  },
  { title: 'Enrolment request', additionalProperties: false },
);
export type EnrolRequest = Static<typeof EnrolRequest>;

export const EnrolAnswer = Type.Object(
  { agent: Type.String({ maxLength: 100 }), name: Type.String({ maxLength: 100 }), vantage: Type.String() },
  { title: 'Enrolment answer' },
);
export type EnrolAnswer = Static<typeof EnrolAnswer>;

const prefix = 'hinomi1.';
const tokenCheck = Compile(EnrolmentToken);

/** The text an operator copies to the agent's host. */
export const formatEnrolmentToken = (token: EnrolmentToken): string =>
  prefix +
  btoa(JSON.stringify([token.url, token.pin, token.secret]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Reads a token text. @throws HinomiError `ENROLMENT_TOKEN_MALFORMED`. */
export function parseEnrolmentToken(text: string): EnrolmentToken {
  try {
    const trimmed = text.trim();
    if (!trimmed.startsWith(prefix) || trimmed.length > 1_000) throw new Error('not a token');
    const [url, pin, secret] = JSON.parse(
      atob(trimmed.slice(prefix.length).replaceAll('-', '+').replaceAll('_', '/')),
    ) as unknown[];
    const token = { url, pin, secret };
    if (!tokenCheck.Check(token)) throw new Error('a part is malformed');
    return token;
  } catch (cause) {
    throw new HinomiError('ENROLMENT_TOKEN_MALFORMED', 'The enrolment token is not one of ours.', {
      remedy: 'Copy the whole text, beginning with hinomi1., from the console page Agents.',
      status: 400,
      cause,
    });
  }
}
