// Fields of the forms of actions.
import { type TProperties, Type } from 'typebox';

export const form = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const text = (title: string, pattern: string, maxLength: number) =>
  Type.String({ title, pattern, minLength: 1, maxLength });

export const hostField = text('host', '^[A-Za-z0-9._-]+$', 64);
export const accountField = text('account', '^[A-Za-z0-9._@\\\\$-]+$', 128);
export const nameField = text('name', '^[A-Za-z0-9._-]+$', 253);
/** One or several, separated by blanks or commas: what an investigation ends with is a list. */
export const accountsField = text(
  'account',
  '^[A-Za-z0-9._@\\\\$-]+([\\s,;]+[A-Za-z0-9._@\\\\$-]+)*[\\s,;]*$',
  8000,
);
export const addressesField = text('address', '^[0-9a-fA-F.:]+([\\s,;]+[0-9a-fA-F.:]+)*[\\s,;]*$', 8000);
export const urlField = text('url', '^https?://[^\\s]+$', 2000);
export const textField = (title: string, maxLength = 2000) => Type.String({ title, minLength: 1, maxLength });
