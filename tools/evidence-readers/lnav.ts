// lnav: recognises formats by itself and counts what does not fit the one it chose.
import { found, linesIn, type Reader, run } from './reader.ts';

/** The format lnav must recognise for each source. */
const formats: Record<string, string> = {
  'apache-access': 'access_log',
  'apache-intranet': 'access_log',
  'apache-error': 'error_log',
  postfix: 'syslog_log',
  dhcp: 'syslog_log',
  vpn: 'syslog_log',
  'linux-auth': 'syslog_log',
  backup: 'syslog_log',
  'zeek-conn': 'bro_conn_log',
  'zeek-dns': 'bro_dns_log',
  'zeek-http': 'bro_http_log',
  'zeek-ssl': 'bro_ssl_log',
  'zeek-smb-mapping': 'bro_smb_mapping_log',
  'zeek-smb-files': 'bro_smb_files_log',
  'zeek-kerberos': 'bro_kerberos_log',
  'zeek-files': 'bro_files_log',
};

/** The firewall's pairs are read by lnav's logfmt parser: a record is good when its known fields come back as such. */
const pairs = "logfmt2json(substr(log_text, instr(log_text, 'date=')))";
const firewall = `;SELECT 'good', count(*), 0 FROM all_logs WHERE json_extract(${pairs}, '$.sentbyte') >= 0 AND json_extract(${pairs}, '$.srcip') IS NOT NULL AND json_extract(${pairs}, '$.appcat') = 'unscanned'`;
const byFormat = ";SELECT log_format, count(*), sum(log_level = 'invalid') FROM all_logs GROUP BY log_format";

export const lnav: Reader = {
  id: 'lnav',
  program: 'lnav',
  from: { debian: 'lnav' },
  installed: () => found('lnav'),
  check(file, source) {
    const lines = linesIn(file).length;
    const { output } = run('lnav', [
      '-n',
      '-c',
      source === 'firewall' ? firewall : byFormat,
      '-c',
      ':write-csv-to -',
      file,
    ]);
    const wanted = source === 'firewall' ? 'good' : formats[source];
    let good = 0;
    for (const row of output.trim().split('\n').slice(1)) {
      const [format, count, invalid] = row.split(',');
      if (format === wanted) good += Number(count) - Number(invalid);
    }
    return {
      reader: 'lnav',
      lines,
      errors: Math.abs(lines - good),
      detail: output.trim().split('\n').slice(1, 6),
    };
  },
};
