// Shapes of exploit attempts in HTTP requests, as data: what they are called and how they are recognised, never how they work.
import type { RsitType } from '#model/vocab/rsit.ts';

export interface RequestRule {
  id: string;
  /** Matched against URL (decoded), header values and the start of the body. Linear: no nested repetition. */
  pattern: RegExp;
  rsit: RsitType;
  technique: string;
}

const exploit = (id: string, pattern: RegExp): RequestRule => ({
  id,
  pattern,
  rsit: 'exploit',
  technique: 'T1190',
});
const look = (id: string, pattern: RegExp): RequestRule => ({
  id,
  pattern,
  rsit: 'scanner',
  technique: 'T1595.003',
});

export const requestRules: readonly RequestRule[] = [
  exploit('path-traversal', /(?:\.\.[/\\]){2}|\.\.[/\\]etc[/\\]|[/\\]etc[/\\](?:passwd|shadow)\b/),
  exploit('jndi-lookup', /\$\{(?:jndi:|(?:lower|upper|env|sys|date):|::-)/i),
  exploit('shellshock', /\(\)\s?\{\s?[:_][;>]/),
  exploit(
    'command-injection',
    /[;|&`\n]\s?(?:wget|curl|tftp|busybox|chmod|nc|sh|bash|cat|id)\s|\$\((?:wget|curl|id|cat)\b/i,
  ),
  exploit('sql-injection', /\bunion\s(?:all\s)?select\b|'\s?or\s?'?1'?\s?=\s?'?1|\bsleep\(\d/i),
  exploit('php-option-injection', /allow_url_include|auto_prepend_file|php:\/\/input/i),
  exploit('php-unit-eval', /eval-stdin\.php/i),
  exploit('think-php', /think\\app|invokefunction/i),
  exploit('expression-injection', /[%#$]\{[^}]{0,80}(?:ognl|getRuntime|ProcessBuilder|#context)/i),
  exploit('java-serialised', /rO0AB|\xac\xed\x00\x05/),
  exploit('template-injection', /\{\{[^}]{0,60}(?:__class__|config|self\.)/i),
  exploit(
    'device-interface',
    /\/(?:HNAP1|GponForm|boaform|goform|setup\.cgi|tmUnblock\.cgi|ctrlt\/DeviceUpgrade|picsdesc\.xml)\b/i,
  ),
  exploit('cross-site-script', /<script\b/i),
  look('secret-file', /\/\.(?:env|git\/|aws\/|ssh\/|svn\/|htpasswd|DS_Store)/i),
  look(
    'admin-panel',
    /\/(?:phpmyadmin|pma|wp-login\.php|wp-admin|administrator|manager\/html|solr\/admin|jenkins|console\/login)/i,
  ),
  look(
    'application-api',
    /\/(?:actuator|api\/v1\/pods|_cat\/indices|v1\.\d{2}\/containers|cgi-bin\/luci|owa\/auth|remote\/login|vpn\/index)/i,
  ),
];
