// Why a rule rings in everyday life without an attack: by its id, for the report.

/** Written after looking at the records that matched. */
export const reasons: Readonly<Record<string, string>> = {
  // Suspicious User-Agents Related To Recon Tools
  '19aa4f58-94ca-45ff-bc34-92e533c0994a':
    'The public site stands in the internet: scanners ask it for weak paths day and night, one of their five names is zgrab. All are answered 404 or 403; the rule does not look at the answer.',
  // Source Code Enumeration Detection by Keyword
  '953d460b-f810-420a-97a2-cfca4c98e602':
    'The same scanners asking for /.git/config. An attack asks the same, so the alert alone tells nothing: what counts is the answer and what follows.',
  // Cleartext Protocol Usage
  'd7fb8f0e-bd5f-45c2-b467-19571c490d7e':
    'Port 80 of the public site and of sites without TLS through the proxy: the rule was written for networks without any.',
  // Suspicious SQL Query
  'd84c0ded-edd7-4123-80ed-348bb3ccc4d5':
    'The applications ask for whole records (SELECT * FROM … WHERE), which the rule takes for reconnaissance; its authors name legitimate applications as false positives. A real estate would turn it off or except the accounts of applications.',
  // Service Reload or Start - Linux
  '2625cc59-0634-40d0-821e-cb67382a3dd7': 'Administrators reloading services after a change.',
  // Potential Suspicious Change To Sensitive/Critical Files
  '86157017-c2b1-4d4a-8c33-93b8e67e4af4': 'Administrators editing configuration files with an editor.',
  // Windows PowerShell User Agent
  'c8557060-9221-4448-8794-96320e6f3e74':
    'The asset agent of an older version fetches its maker’s list of products by Invoke-WebRequest, once a day on a few PCs; the sensor sees its user agent.',
};

/** What the silence of a category means. */
export const notes = [
  'DNS, Zeek and antivirus: names of the world end in `.example` (RFC 2606) and addresses are of documentation and benchmark ranges, so rules about real services, top-level domains and known bad addresses cannot ring; the others are about signs of attacks proper. A detection of the antivirus in everyday life is adware in a download folder, which no rule thinks worth an alert.',
  'Linux authentication and syslog: the 24 rules look for errors of exploits and for words in command histories. Failed log-ins, sudo and cron of every day are not in them; series of failures are what correlation rules are for.',
  'Squid’s own log has no user agent, so rules about one are judged on Zeek’s record of the same request to the proxy (also of a CONNECT).',
].join('\n\n');
