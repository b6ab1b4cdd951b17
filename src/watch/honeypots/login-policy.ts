// Which login gets in: pure decision, so that bots meet the same door however they come. Shared by SSH and Telnet.
import { type Static, Type } from 'typebox';

export const LoginPolicy = Type.Object(
  {
    /** Let a visitor in at this attempt (1 = first); 0 never. */
    acceptAfter: Type.Integer({ default: 2, minimum: 0, maximum: 100 }),
    /** `user:password` pairs that always get in; `*` for any password. */
    accept: Type.Array(Type.String({ maxLength: 200 }), {
      default: ['root:root', 'admin:admin'],
      maxItems: 1000,
    }),
    /** Pairs that never get in. */
    refuse: Type.Array(Type.String({ maxLength: 200 }), { default: [], maxItems: 1000 }),
    /** Attempts on one connection before it is closed. */
    attempts: Type.Integer({ default: 6, minimum: 1, maximum: 100 }),
  },
  { default: {}, additionalProperties: false },
);
export type LoginPolicy = Static<typeof LoginPolicy>;

/** Whether attempt number `attempt` (from 1) on a connection is let in. An empty password never is by count alone. */
export function admits(policy: LoginPolicy, user: string, password: string, attempt: number): boolean {
  const matches = (pair: string): boolean => pair === `${user}:${password}` || pair === `${user}:*`;
  if (policy.refuse.some(matches)) return false;
  if (policy.accept.some(matches)) return true;
  return policy.acceptAfter > 0 && attempt >= policy.acceptAfter && password !== '';
}
