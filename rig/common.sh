# SPDX-License-Identifier: Apache-2.0
# What the scripts here share. To be sourced.
# shellcheck shell=bash

fail() {
  echo "${0#"$PWD/"}: $*" >&2
  exit 1
}

say() {
  echo "${0#"$PWD/"}: $*" >&2
}

# Installs what is missing if it may, as root or in CI through sudo, else says what to install.
need() {
  local missing=() root=()
  command -v apt-get > /dev/null || fail "needs Debian 12: there is no apt-get"
  for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2> /dev/null | grep -q ' installed' || missing+=("$p")
  done
  [ ${#missing[@]} != 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    [ "${CI:-}" = true ] || fail "missing: ${missing[*]}; install with: sudo apt-get install ${missing[*]}"
    root=(sudo)
  fi
  say "apt-get install ${missing[*]}"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" > /dev/null ||
    fail "cannot install ${missing[*]}: is there a network, and did apt-get update run?"
}
