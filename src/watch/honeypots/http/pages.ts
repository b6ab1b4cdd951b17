// What the pretended device shows: a login page, a refusal, a few files every scanner asks for. Pure.

export interface Page {
  status: number;
  type: string;
  body: string;
  headers?: Record<string, string>;
}

export interface PageSettings {
  title: string;
  realm: string;
}

const html = (status: number, body: string): Page => ({ status, type: 'text/html; charset=utf-8', body });

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);

const loginPage = (title: string, note: string): string =>
  `<!DOCTYPE html>
<html><head><title>${escapeHtml(title)}</title></head>
<body><h1>${escapeHtml(title)}</h1>${note}
<form method="post" action="/login.cgi">
<p><label>User name <input name="username"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<p><input type="submit" value="Log in"></p>
</form></body></html>
`;

/** The page for a method and a path (query cut off). Never depends on more than that. */
export function pageFor(method: string, path: string, { title, realm }: PageSettings): Page {
  if (method === 'OPTIONS')
    return { status: 200, type: 'text/plain', body: '', headers: { Allow: 'GET, HEAD, POST, OPTIONS' } };
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
    return html(405, '<html><body><h1>405 Method Not Allowed</h1></body></html>\n');
  if (/^\/(?:cgi-bin|goform|boaform|HNAP1|manager|setup)\b/i.test(path))
    return {
      ...html(401, '<html><body><h1>401 Unauthorized</h1></body></html>\n'),
      headers: { 'WWW-Authenticate': `Basic realm="${realm.replaceAll('"', '')}"` },
    };
  if (method === 'POST') return html(200, loginPage(title, '<p>User name or password is wrong.</p>'));
  if (path === '/' || /^\/(?:index|login|admin)(?:\.\w{2,4})?\/?$/i.test(path))
    return html(200, loginPage(title, ''));
  if (path === '/robots.txt')
    return { status: 200, type: 'text/plain', body: 'User-agent: *\nDisallow: /\n' };
  return html(
    404,
    '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>\n',
  );
}
