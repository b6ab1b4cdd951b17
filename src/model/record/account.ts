// An account of a person, or an API token of one.
import { type Static, Type } from 'typebox';
import { Role } from '../vocab/role.ts';

export const Account = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\s:/]+$' }),
    displayName: Type.String({ maxLength: 100 }),
    roles: Type.Array(Role, { uniqueItems: true }),
    language: Type.Enum(['ja', 'en']),
    disabled: Type.Boolean(),
    totp: Type.Boolean(),
    /** OIDC issuer and subject when the account comes from there. */
    oidc: Type.Optional(Type.Object({ issuer: Type.String(), subject: Type.String() })),
    lastLogin: Type.Optional(Type.Integer()),
    created: Type.Integer(),
    updated: Type.Integer(),
  },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;

export const ApiToken = Type.Object(
  {
    id: Type.String(),
    account: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 100 }),
    /** Narrows the account's roles; never widens. */
    roles: Type.Array(Role),
    created: Type.Integer(),
    expires: Type.Integer(),
    lastUsed: Type.Optional(Type.Integer()),
  },
  { title: 'ApiToken' },
);
export type ApiToken = Static<typeof ApiToken>;

export const AuditEntry = Type.Object(
  {
    sequence: Type.Integer(),
    at: Type.Integer(),
    actor: Type.String(),
    /** Address of the client, empty for the system itself. */
    from: Type.String(),
    action: Type.String(),
    object: Type.String(),
    detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    /** SHA-256 over the previous hash and this entry. */
    hash: Type.String(),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;
