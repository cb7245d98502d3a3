# Sourced by ./siphon for "siphon test": the real servers that the end-to-end tests start.
# shellcheck shell=bash

SIPHON_TEST_PACKAGES=(
  kamailio kamailio-mysql-modules kamailio-postgres-modules # a proxy with siptrace
  sip-tester                                                # SIPp, both user agents
  rtpengine-daemon                                          # RTCP over HEP
  mariadb-server postgresql influxdb                        # stores
  chromium nodejs                                           # reads reports and the console
  tshark                                                    # reads captures
)

# Prints those of the given Debian packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
      printf '%s\n' "$package"
    fi
  done
}

# apt-get install without questions, without recommended packages and without starting a service.
install_quietly() (
  export DEBIAN_FRONTEND=noninteractive
  # Debian asks this file before it starts a service. One that is there is the administrator's.
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  install=(apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
  install+=(install --no-install-recommends "$@")
  # Without package lists, or with old ones, the first attempt fails.
  "${install[@]}" 2>/dev/null || { apt-get -q update && "${install[@]}"; }
)

# Installs what the tests need and is missing. As another user than root, or on another system than
# Debian, it says what is missing and returns 2.
install_test_packages() {
  local missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    printf 'siphon: the tests need a Debian system with: %s\n' "${SIPHON_TEST_PACKAGES[*]}" >&2
    return 2
  fi
  mapfile -t missing < <(missing_packages "${SIPHON_TEST_PACKAGES[@]}")
  if [[ ${#missing[@]} -eq 0 ]]; then
    return 0
  fi
  if [[ $(id -u) -ne 0 ]]; then
    printf 'siphon: the tests need packages that are missing; as root:\n' >&2
    printf '  apt-get install --no-install-recommends %s\n' "${missing[*]}" >&2
    return 2
  fi
  printf 'siphon: installing %s\n' "${missing[*]}" >&2
  if ! install_quietly "${missing[@]}" >&2; then
    printf 'siphon: could not install %s\n' "${missing[*]}" >&2
    return 2
  fi
}
