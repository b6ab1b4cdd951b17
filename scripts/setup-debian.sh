#!/usr/bin/env bash
# Installs the real programs the test suite, the benchmarks and the optional parts talk to (Debian 12).
set -euo pipefail
if [ "$(id -u)" -ne 0 ]; then
  echo "setup-debian: needs root; run: sudo scripts/setup-debian.sh" >&2
  exit 1
fi
packages=(
  tcpdump tshark wireshark-common      # captures: live reader and peers
  unbound bind9 bind9-dnsutils dnsperf # resolvers that take the RPZ; dig; load
  openssh-client telnet curl snmp ntpsec ntpsec-ntpdig # clients that talk to the honeypots
  postgresql                           # record store, grown-up
  chromium fonts-noto-cjk              # console walk-through
  postfix                              # smtp-sink, which takes the alert mails in tests
  strace                               # proof that honeypots connect nowhere
  lnav goaccess calamaris pflogsumm logwatch jq # readers of the drill's network and server logs
  auditd libxml2-utils miller mpack sleuthkit unzip # readers of its audit trail, Windows records, tables, mail and disk reports
  fever                                # reader of its intrusion detection records
  poppler-utils                        # readers of the PDFs we make
  zstd nftables ca-certificates
)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && { echo "setup-debian: everything is installed"; exit 0; }
export DEBIAN_FRONTEND=noninteractive
# The servers are started by tests on loopback ports of their own; Debian's own services stay off.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get update -q
apt-get install -y -q --no-install-recommends "${missing[@]}"
