// For tests: a small real OpenID Connect provider on loopback (OpenID Connect Core 1.0 §3.1 with PKCE, RFC 7636).
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestProvider {
  issuer: string;
  /** Claims of the person who signs in next. */
  person: Record<string, unknown>;
  /** What the provider does wrong next: an error, a foreign signature, or a claim of its own. */
  misbehave: { error?: string; foreignKey?: boolean; claims?: Record<string, unknown> };
  close(): Promise<void>;
}

interface Grant {
  challenge: string;
  nonce: string;
  redirectUri: string;
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
});

export async function startProvider(clientId: string, clientSecret: string): Promise<TestProvider> {
  const [ours, foreign] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const grants = new Map<string, Grant>();
  const provider: TestProvider = {
    issuer: '',
    person: {},
    misbehave: {},
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const sign = (claims: object): string => {
    const input = `${base64url({ alg: 'RS256', kid: 'k1' })}.${base64url(claims)}`;
    const key = (provider.misbehave.foreignKey ? foreign : ours)!.privateKey;
    return `${input}.${createSign('RSA-SHA256').update(input).sign(key, 'base64url')}`;
  };

  const authorize = (query: URLSearchParams, reply: ServerResponse): void => {
    const redirectUri = query.get('redirect_uri')!;
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state')!);
    back.searchParams.set('iss', provider.issuer);
    if (provider.misbehave.error) back.searchParams.set('error', provider.misbehave.error);
    else {
      const code = randomBytes(16).toString('hex');
      if (query.get('code_challenge_method') !== 'S256') throw new Error('PKCE is missing');
      grants.set(code, { challenge: query.get('code_challenge')!, nonce: query.get('nonce')!, redirectUri });
      back.searchParams.set('code', code);
    }
    reply.writeHead(302, { location: back.href }).end();
  };

  const token = (form: URLSearchParams, reply: ServerResponse): void => {
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      grant?.challenge === challenge &&
      grant.redirectUri === form.get('redirect_uri') &&
      form.get('client_id') === clientId &&
      form.get('client_secret') === clientSecret;
    if (!right || !grant) {
      json(reply, { error: 'invalid_grant' }, 400);
      return;
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.issuer, aud: clientId, iat: now, exp: now + 300, nonce: grant.nonce };
    const idToken = sign({ ...claims, ...provider.person, ...provider.misbehave.claims });
    json(reply, {
      access_token: randomBytes(8).toString('hex'),
      token_type: 'Bearer',
      expires_in: 300,
      id_token: idToken,
    });
  };

  const json = (reply: ServerResponse, body: object, status = 200): void => {
    reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const server = createServer(async (request: IncomingMessage, reply: ServerResponse) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        json(reply, metadata(provider.issuer));
        break;
      case '/jwks':
        json(reply, {
          keys: [{ ...ours!.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }],
        });
        break;
      case '/authorize':
        authorize(url.searchParams, reply);
        break;
      case '/token': {
        let body = '';
        for await (const chunk of request) body += chunk;
        token(new URLSearchParams(body), reply);
        break;
      }
      default:
        reply.writeHead(404).end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
}
