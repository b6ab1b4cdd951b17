// Collections behind sign-in. Nothing here ever leaves the server: tokens are kept as hashes, TOTP secrets sealed.
import { type Static, Type } from 'typebox';
import { type AnyCollection, defineCollection } from './collection.ts';

/** How an account proves itself; `id` is the account's. */
export const Credential = Type.Object({
  id: Type.String(),
  /** `scrypt$N$r$p$salt$hash`; empty when the account has no password (OIDC). */
  password: Type.String(),
  passwordChanged: Type.Integer(),
  totp: Type.Optional(
    Type.Object({
      /** Sealed with the key file. */
      secret: Type.String(),
      confirmed: Type.Boolean(),
      /** The newest time step that was used: a code works once. */
      lastStep: Type.Integer(),
    }),
  ),
  /** SHA-256 of the unused recovery codes. */
  recovery: Type.Array(Type.String()),
});
export type Credential = Static<typeof Credential>;
export const credentials = defineCollection({ name: 'credentials', schema: Credential });

/** A signed-in browser; `id` is the SHA-256 of the cookie's token. */
export const Session = Type.Object({
  id: Type.String(),
  account: Type.String(),
  created: Type.Integer(),
  lastSeen: Type.Integer(),
  expires: Type.Integer(),
  from: Type.String(),
});
export type Session = Static<typeof Session>;
export const sessions = defineCollection({
  name: 'sessions',
  schema: Session,
  text: { account: d => d.account },
  number: { expires: d => d.expires, lastSeen: d => d.lastSeen },
});

/** Failed attempts of one account name or one client address; `id` is `account:<name>` or `address:<ip>`. */
export const Throttle = Type.Object({
  id: Type.String(),
  failures: Type.Integer(),
  until: Type.Integer(),
  updated: Type.Integer(),
});
export type Throttle = Static<typeof Throttle>;
export const throttles = defineCollection({
  name: 'throttles',
  schema: Throttle,
  number: { updated: d => d.updated },
});

/** An OIDC sign-in under way; `id` is the SHA-256 of its state. */
export const OidcAttempt = Type.Object({
  id: Type.String(),
  verifier: Type.String(),
  nonce: Type.String(),
  returnTo: Type.String(),
  expires: Type.Integer(),
});
export type OidcAttempt = Static<typeof OidcAttempt>;
export const oidcAttempts = defineCollection({
  name: 'oidcAttempts',
  schema: OidcAttempt,
  number: { expires: d => d.expires },
});

export const accessCollections: readonly AnyCollection[] = [credentials, sessions, throttles, oidcAttempts];
