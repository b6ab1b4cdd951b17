// Names as a case writes them, and as the truth does.

/** How a host or account is written differs from log to log; what is meant is the same. */
export const bareHost = (value: string): string =>
  /^[\d.:]+$/.test(value.trim()) ? value.trim() : value.trim().split('.')[0]!;
export const bareAccount = (value: string): string => value.trim().replace(/^.*\\/, '').replace(/@.*$/, '');
export const bareName = (value: string): string => value.trim().replace(/\.$/, '');
export const bare = { host: bareHost, account: bareAccount, domain: bareName } as Readonly<
  Record<string, (value: string) => string>
>;
