// The fake system's files: a small fixed tree, covered by what the visitor wrote.
import { type FakeFile, type ShellState, shellLimits } from './state.ts';

type Entry = FakeFile | 'directory';

const directories =
  '/ /bin /boot /dev /dev/shm /etc /etc/init.d /etc/ssh /etc/cron.d /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/sbin /var /var/lib /var/log /var/run /var/spool /var/tmp /var/www /var/www/html';

const cpu = (index: number) =>
  [
    `processor\t: ${index}`,
    'vendor_id\t: GenuineIntel',
    'cpu family\t: 6',
    'model\t\t: 79',
    'model name\t: Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz',
    'stepping\t: 1',
    'cpu MHz\t\t: 2399.998',
    'cache size\t: 35840 KB',
    'flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ss ht syscall nx rdtscp lm constant_tsc nopl pni ssse3 fma cx16 sse4_1 sse4_2 aes xsave avx f16c rdrand',
    'bogomips\t: 4799.99',
    'address sizes\t: 46 bits physical, 48 bits virtual',
    '',
    '',
  ].join('\n');

const mipsCpu =
  'system type\t\t: MT7620\nmachine\t\t\t: Ralink MT7620A evaluation board\nprocessor\t\t: 0\ncpu model\t\t: MIPS 24KEc V5.0\nBogoMIPS\t\t: 385.84\nASEs implemented\t: mips16 dsp\n\n';

const passwd = (shell: string) =>
  `root:x:0:0:root:/root:${shell}\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nbin:x:2:2:bin:/bin:/usr/sbin/nologin\nsys:x:3:3:sys:/dev:/usr/sbin/nologin\nman:x:6:12:man:/var/cache/man:/usr/sbin/nologin\nmail:x:8:8:mail:/var/mail:/usr/sbin/nologin\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\nsshd:x:105:65534::/run/sshd:/usr/sbin/nologin\n`;

/** Text of a fixed file on the pretended machine, or undefined. */
function fixedText(path: string, { flavour, host }: ShellState): string | undefined {
  const small = flavour === 'busybox';
  switch (path) {
    case '/etc/passwd':
      return passwd(small ? '/bin/sh' : '/bin/bash');
    case '/etc/shadow':
      return 'root:$6$Zq8uJ5xV$8pJm1r0qQm7bX1lq0:19001:0:99999:7:::\ndaemon:*:19001:0:99999:7:::\nnobody:*:19001:0:99999:7:::\n';
    case '/etc/group':
      return 'root:x:0:\ndaemon:x:1:\nsudo:x:27:\nwww-data:x:33:\nnogroup:x:65534:\n';
    case '/etc/hostname':
      return `${host}\n`;
    case '/etc/hosts':
      return `127.0.0.1\tlocalhost\n127.0.1.1\t${host}\n`;
    case '/etc/issue':
      return small ? 'Welcome\n' : 'Debian GNU/Linux 11 \\n \\l\n\n';
    case '/etc/debian_version':
      return small ? undefined : '11.9\n';
    case '/etc/os-release':
      return small
        ? undefined
        : 'PRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\nNAME="Debian GNU/Linux"\nVERSION_ID="11"\nVERSION="11 (bullseye)"\nID=debian\n';
    case '/etc/resolv.conf':
      return 'nameserver 192.168.1.1\n';
    case '/etc/crontab':
      return small
        ? undefined
        : 'SHELL=/bin/sh\n17 *\t* * *\troot    cd / && run-parts --report /etc/cron.hourly\n';
    case '/etc/ssh/sshd_config':
      return small ? undefined : 'PermitRootLogin yes\nPasswordAuthentication yes\nX11Forwarding yes\n';
    case '/proc/cpuinfo':
      return small ? mipsCpu : cpu(0) + cpu(1);
    case '/proc/version':
      return small
        ? 'Linux version 2.6.36 (root@build) (gcc version 4.5.1 (GCC) ) #1 Tue Mar 12 08:21:44 CST 2019\n'
        : 'Linux version 5.10.0-28-amd64 (debian-kernel@lists.debian.org) (gcc-10 (Debian 10.2.1-6) 10.2.1 20210110) #1 SMP Debian 5.10.209-2 (2024-01-31)\n';
    case '/proc/meminfo':
      return small
        ? 'MemTotal:          61144 kB\nMemFree:            8212 kB\nCached:            14980 kB\n'
        : 'MemTotal:        4028712 kB\nMemFree:          611224 kB\nMemAvailable:    2954012 kB\nBuffers:          184320 kB\nCached:          2204116 kB\n';
    case '/proc/mounts':
      return small
        ? 'rootfs / rootfs rw 0 0\nproc /proc proc rw,relatime 0 0\ntmpfs /tmp tmpfs rw,relatime 0 0\ntmpfs /var tmpfs rw,relatime 0 0\n'
        : '/dev/vda1 / ext4 rw,relatime,errors=remount-ro 0 0\nproc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\ntmpfs /run tmpfs rw,nosuid,nodev,size=402872k,mode=755 0 0\ntmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0\n';
    case '/proc/uptime':
      return '1284411.53 2499012.10\n';
    case '/proc/loadavg':
      return '0.04 0.03 0.00 1/112 21877\n';
    case '/bin/echo':
    case '/bin/busybox':
    case '/bin/sh':
    case '/bin/ls':
      // Droppers read the ELF header to learn the architecture: 20 bytes are all they need, and all there is.
      return small
        ? '\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x08\0'
        : '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0';
    default:
      return undefined;
  }
}

const directorySet = new Set(directories.split(' '));
const fixedNames =
  '/etc/passwd /etc/shadow /etc/group /etc/hostname /etc/hosts /etc/issue /etc/debian_version /etc/os-release /etc/resolv.conf /etc/crontab /etc/ssh/sshd_config /proc/cpuinfo /proc/version /proc/meminfo /proc/mounts /proc/uptime /proc/loadavg /bin/echo /bin/busybox /bin/sh /bin/ls'.split(
    ' ',
  );

/** Absolute path without `.`, `..` and doubled slashes. */
export function resolvePath(state: ShellState, path: string): string {
  const home = state.variables.HOME ?? '/';
  const spelled = path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
  const parts: string[] = [];
  for (const part of (spelled.startsWith('/') ? spelled : `${state.cwd}/${spelled}`)
    .split('/')
    .slice(0, 256)) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** What is at an absolute path. */
export function lookUp(state: ShellState, path: string): Entry | undefined {
  const own = state.files.get(path);
  if (own === 'removed') return undefined;
  if (own !== undefined) return own;
  if (directorySet.has(path) || path === state.variables.HOME) return 'directory';
  const content = fixedText(path, state);
  return content === undefined
    ? undefined
    : { content, mode: path.startsWith('/bin/') ? 0o755 : 0o644, fresh: false };
}

/** Names in a directory, sorted. */
export function listNames(state: ShellState, directory: string): string[] {
  const base = directory === '/' ? '/' : `${directory}/`;
  const names = new Set<string>();
  const consider = (path: string): void => {
    if (path.startsWith(base) && path.length > base.length && lookUp(state, path) !== undefined)
      names.add(path.slice(base.length).split('/', 1)[0]!);
  };
  for (const path of directorySet) consider(path);
  for (const path of fixedNames) consider(path);
  for (const path of state.files.keys()) consider(path);
  return [...names].sort();
}

/** State with a file written; unchanged when the visitor's space is full. */
export function writeFile(state: ShellState, path: string, content: string, append: boolean): ShellState {
  const before = lookUp(state, path);
  if (before === 'directory') return state;
  const text = append && before ? before.content + content : content;
  let used = text.length;
  for (const [name, file] of state.files)
    if (name !== path && typeof file === 'object') used += file.content.length;
  if (used > shellLimits.fileBytes || (!state.files.has(path) && state.files.size >= shellLimits.files))
    return state;
  return withFile(state, path, { content: text, mode: before ? before.mode : 0o644, fresh: true });
}

/** State with one entry of the visitor's own replaced. */
export function withFile(state: ShellState, path: string, file: Entry | 'removed'): ShellState {
  if (!state.files.has(path) && state.files.size >= shellLimits.files) return state;
  return { ...state, files: new Map(state.files).set(path, file) };
}

/** Written files not reported yet, and the state in which they count as reported. `only` limits it to one path. */
export function takeFresh(
  state: ShellState,
  only?: string,
): { state: ShellState; files: { name: string; content: string }[] } {
  const files: { name: string; content: string }[] = [];
  const next = new Map(state.files);
  for (const [name, file] of state.files) {
    if (typeof file !== 'object' || !file.fresh || (only !== undefined && only !== name)) continue;
    if (file.content !== '') files.push({ name, content: file.content });
    next.set(name, { ...file, fresh: false });
  }
  return { state: { ...state, files: next }, files };
}
