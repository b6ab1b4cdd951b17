// One declaration of a route: who may call it, what it takes, what it answers. Without an access it cannot exist.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Account } from '#model/record/account.ts';
import type { Right, Role } from '#model/vocab/role.ts';

/** `public`: anybody. `account`: anybody signed in. A right: accounts whose roles carry it. */
export type Access = 'public' | 'account' | Right;

/** Who calls: an account through a session or an API token, with the roles that hold for this call. */
export interface Principal {
  account: Account;
  roles: readonly Role[];
  via: 'session' | 'token';
  /** Id of the session or token. */
  id: string;
}

export interface Call<A extends Access, P, Q, B> {
  params: P;
  query: Q;
  body: B;
  principal: A extends 'public' ? Principal | undefined : Principal;
  request: FastifyRequest;
  reply: FastifyReply;
}

type Infer<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined;
/** Without a response schema a handler answers by itself, or with nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: handlers that return nothing are async functions of type void
type Answer<S extends TSchema | undefined> = S extends TSchema ? Static<S> : void;

export interface RouteDeclaration<
  A extends Access,
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
  R extends TSchema | undefined,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Full path, parameters as `:id`. */
  path: string;
  access: A;
  summary: string;
  tags: readonly string[];
  params?: P;
  query?: Q;
  body?: B;
  /** Schema of the successful answer; what it does not name is left out. None: the handler answers by itself, or 204. */
  response?: R;
  /** Status of the successful answer: 200, or 204 without a response schema. */
  status?: 200 | 201 | 202 | 204;
  /** Only for people in a browser session, not for API tokens (password, tokens, second factor). */
  session?: boolean;
  /** `strict`: few calls a minute and address (sign-in and the like). */
  rate?: 'strict';
  /** Largest JSON body, bytes (default 1 MiB). */
  bodyLimit?: number;
  /** Takes `application/octet-stream` as a stream in `request.body`; the handler bounds it. */
  streamBody?: boolean;
  /** Takes a plain HTML form without fields (public pages that work without scripts). */
  form?: boolean;
  /** Content type for the API description when the handler answers by itself. */
  produces?: string;
  handler(
    call: Call<A, Infer<P>, Infer<Q>, Infer<B>>,
  ): Promise<Answer<R> | FastifyReply> | Answer<R> | FastifyReply;
}

/** A declared route with its types forgotten: what the server registers. */
export type Route = RouteDeclaration<
  Access,
  TSchema | undefined,
  TSchema | undefined,
  TSchema | undefined,
  TSchema | undefined
>;

/** Declares a route. The handler's arguments and answer are typed by the schemas. */
export const defineRoute = <
  A extends Access,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(
  declaration: RouteDeclaration<A, P, Q, B, R>,
): Route => declaration as unknown as Route;
