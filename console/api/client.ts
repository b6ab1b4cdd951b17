// The HTTP API as the console calls it: JSON, session cookie, CSRF header on writes, coded errors.

/** What the API says when it refuses: shown with its remedy. `status` 0 means the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly place: Readonly<Record<string, unknown>>;
  /** Anything else the body carried, e.g. the allow-list entry that stands in the way. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body['message'] === 'string' ? body['message'] : `HTTP ${status}`);
    this.status = status;
    this.code =
      typeof body['code'] === 'string' ? body['code'] : status === 0 ? 'UNREACHABLE' : `HTTP_${status}`;
    this.remedy = typeof body['remedy'] === 'string' ? body['remedy'] : '';
    this.place = isObject(body['place']) ? body['place'] : {};
    this.body = body;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

let csrf = '';
/** Remembers the session's token; sent with every write. */
export const setCsrf = (token: string): void => {
  csrf = token;
};

export type QueryValues = Readonly<Record<string, string | number | undefined>>;

/** Path and query of an API call; empty and undefined values are left out. */
export function apiUrl(path: string, query: QueryValues = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return `/api/v1${path}${text && `?${text}`}`;
}

function headersOf(method: string, body: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    ...(method === 'GET' ? {} : { 'x-csrf-token': csrf }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

async function request(method: string, url: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: headersOf(method, body),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, {});
  }
  const text = await response.text();
  let parsed: unknown;
  try {
    parsed = text === '' ? {} : JSON.parse(text);
  } catch {
    parsed = {};
  }
  if (!response.ok) throw new ApiError(response.status, isObject(parsed) ? parsed : {});
  return parsed;
}

/** Reads a resource. @throws ApiError */
export const get = <T>(path: string, query?: QueryValues, signal?: AbortSignal): Promise<T> =>
  request('GET', apiUrl(path, query), undefined, signal) as Promise<T>;

/** Changes something. @throws ApiError */
export const send = <T = unknown>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> => request(method, apiUrl(path), body) as Promise<T>;

/** Changes something as the last thing of a page that is being left: nobody is there to hear of an error. */
export function sendLast(method: 'PUT', path: string, body: unknown): void {
  void fetch(apiUrl(path), {
    method,
    headers: headersOf(method, body),
    credentials: 'same-origin',
    keepalive: true,
    body: JSON.stringify(body),
  }).catch(() => {});
}

/** Uploads a file as the raw body, with progress from 0 to 1 (fetch cannot report it). @throws ApiError */
export const upload = <T>(
  path: string,
  query: QueryValues,
  file: Blob,
  progress: (share: number) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', apiUrl(path, query));
    call.setRequestHeader('content-type', 'application/octet-stream');
    call.setRequestHeader('x-csrf-token', csrf);
    call.responseType = 'text';
    call.upload.onprogress = event => progress(event.total > 0 ? event.loaded / event.total : 0);
    call.onerror = () => reject(new ApiError(0, {}));
    call.onload = () => {
      let body: unknown;
      try {
        body = JSON.parse(call.responseText);
      } catch {
        body = {};
      }
      if (call.status >= 200 && call.status < 300) resolve(body as T);
      else reject(new ApiError(call.status, isObject(body) ? body : {}));
    };
    call.send(file);
  });
