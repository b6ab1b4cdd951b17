// Commands that ask what machine this is: the first thing nearly every visitor does.
import { lookUp } from '../files.ts';
import type { Call, Command } from '../run.ts';

const root = (call: Call): boolean => call.state.user === 'root' || small(call);
const small = (call: Call): boolean => call.state.flavour === 'busybox';
const two = (value: number): string => String(value).padStart(2, '0');

const uname: Command = call => {
  const parts: Record<string, string> = small(call)
    ? {
        s: 'Linux',
        n: call.state.host,
        r: '2.6.36',
        v: '#1 Tue Mar 12 08:21:44 CST 2019',
        m: 'mips',
        o: 'GNU/Linux',
      }
    : {
        s: 'Linux',
        n: call.state.host,
        r: '5.10.0-28-amd64',
        v: '#1 SMP Debian 5.10.209-2 (2024-01-31)',
        m: 'x86_64',
        o: 'GNU/Linux',
      };
  const flags = call.args.filter(arg => /^-[a-z]+$/.test(arg)).join('');
  const wanted = flags.includes('a') ? 'snrvmo' : flags.replace(/[^snrvmpio]/g, '') || 's';
  return `${[...'snrvmo']
    .filter(flag => wanted.includes(flag))
    .map(flag => parts[flag])
    .join(' ')}\n`;
};

const id: Command = call => {
  const [number, name] = root(call) ? ['0', call.state.user] : ['1000', call.state.user];
  if (call.args[0] === '-u') return `${number}\n`;
  if (call.args[0] === '-un') return `${name}\n`;
  return `uid=${number}(${name}) gid=${number}(${name}) groups=${number}(${name})\n`;
};

const processes: readonly [number, string, string][] = [
  [1, 'root', '/sbin/init'],
  [2, 'root', '[kthreadd]'],
  [214, 'root', '/lib/systemd/systemd-journald'],
  [231, 'root', '/lib/systemd/systemd-udevd'],
  [402, 'root', '/usr/sbin/cron -f'],
  [418, 'root', '/usr/sbin/rsyslogd -n -iNONE'],
  [517, 'root', 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups'],
  [21877, 'root', '-bash'],
];

const ps: Command = call => {
  if (small(call))
    return `  PID USER       VSZ STAT COMMAND\n    1 root      1568 S    init\n  312 root      1580 S    telnetd\n  409 root      1572 S    -sh\n  411 root      1572 R    ps\n`;
  const long = call.args.join('').includes('a');
  const head = long
    ? 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n'
    : '    PID TTY          TIME CMD\n';
  return (
    head +
    processes
      .filter(([pid]) => long || pid === 21877)
      .map(([pid, user, name]) =>
        long
          ? `${user.padEnd(8)} ${String(pid).padStart(7)}  0.0  0.2  16816  9044 ?        Ss   Jan11   0:02 ${name}\n`
          : `${String(pid).padStart(7)} pts/0    00:00:00 ${name.replace('-', '')}\n`,
      )
      .join('')
  );
};

const clockText = (now: number): string => {
  const date = new Date(now);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
};
const uptimeLine = (call: Call): string =>
  ` ${clockText(call.state.now)} up 14 days, 20:46,  1 user,  load average: 0.04, 0.03, 0.00\n`;

const date: Command = call => {
  const at = new Date(call.state.now);
  if (call.args[0] === '+%s') return `${Math.floor(call.state.now / 1000)}\n`;
  const [weekday, dayOfMonth, month, year] = at.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${String(Number(dayOfMonth)).padStart(2)} ${clockText(call.state.now)} UTC ${year}\n`;
};

const interfaceText =
  'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n        inet 192.168.1.24  netmask 255.255.255.0  broadcast 192.168.1.255\n        ether 52:54:00:8b:1f:42  txqueuelen 1000  (Ethernet)\n\nlo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n\n';
const addressText =
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n    inet 127.0.0.1/8 scope host lo\n2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n    link/ether 52:54:00:8b:1f:42 brd ff:ff:ff:ff:ff:ff\n    inet 192.168.1.24/24 brd 192.168.1.255 scope global eth0\n';

const fixed =
  (text: string): Command =>
  () =>
    text;
const quiet: Command = () => '';
const ownFile =
  (path: string): Command =>
  call => {
    const file = lookUp(call.state, path);
    return typeof file === 'object' ? file.content : '';
  };

export const systemCommands: Record<string, Command> = {
  uname,
  id,
  ps,
  date,
  whoami: call => `${call.state.user}\n`,
  hostname: call => `${call.state.host}\n`,
  groups: call => `${call.state.user}\n`,
  arch: call => (small(call) ? 'mips\n' : 'x86_64\n'),
  nproc: call => (small(call) ? '1\n' : '2\n'),
  uptime: uptimeLine,
  w: call =>
    `${uptimeLine(call)}USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n${call.state.user.padEnd(8)} pts/0    -                ${clockText(call.state.began).slice(0, 5)}    0.00s  0.02s  0.00s w\n`,
  who: call =>
    `${call.state.user.padEnd(8)} pts/0        ${new Date(call.state.began).toISOString().slice(0, 10)}\n`,
  last: fixed('\nwtmp begins Thu Jan 11 08:02:13 2024\n'),
  tty: fixed('/dev/pts/0\n'),
  free: fixed(
    '               total        used        free      shared  buff/cache   available\nMem:         4028712      829052      611224       12044     2588436     2954012\nSwap:              0           0           0\n',
  ),
  df: fixed(
    'Filesystem     1K-blocks    Used Available Use% Mounted on\n/dev/vda1       41152812 6182344  33224436  16% /\ntmpfs             402872     620    402252   1% /run\n',
  ),
  lscpu: fixed(
    'Architecture:                    x86_64\nCPU op-mode(s):                  32-bit, 64-bit\nByte Order:                      Little Endian\nCPU(s):                          2\nModel name:                      Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz\n',
  ),
  ifconfig: fixed(interfaceText),
  ip: fixed(addressText),
  netstat: fixed(
    'Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State\ntcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN\n',
  ),
  ss: fixed(
    'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\ntcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*\n',
  ),
  mount: ownFile('/proc/mounts'),
  lspci: fixed('00:00.0 Host bridge: Intel Corporation 440FX - 82441FX PMC [Natoma] (rev 02)\n'),
  dmidecode: fixed('# dmidecode 3.3\nScanning /dev/mem for entry point.\n'),
  dmesg: quiet,
  top: ps,
  crontab: call =>
    call.args[0] === '-l' ? { output: `no crontab for ${call.state.user}\n`, status: 1 } : '',
  env: call =>
    Object.entries(call.state.variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  kill: quiet,
  killall: quiet,
  pkill: quiet,
  iptables: quiet,
  ulimit: quiet,
  service: quiet,
  systemctl: quiet,
  passwd: fixed('passwd: Authentication token manipulation error\npasswd: password unchanged\n'),
  chpasswd: quiet,
  useradd: quiet,
  usermod: quiet,
};
