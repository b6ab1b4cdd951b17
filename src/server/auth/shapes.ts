// Pieces of request schemas that several routes of sign-in share.
import { Type } from 'typebox';
import { Account } from '#model/record/account.ts';

export const Password = Type.String({ minLength: 1, maxLength: 256 });
export const {
  name: AccountName,
  displayName: DisplayName,
  language: Language,
  roles: Roles,
} = Account.properties;
export const Code = Type.String({ minLength: 6, maxLength: 40 });
export const ById = Type.Object({ id: Type.String({ maxLength: 100 }) });
