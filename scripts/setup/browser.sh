#!/bin/sh
# Sees to it that the browser tests find what they need: a Chromium (the one named by $CHROMIUM, the
# system's, or a new one) and the library that Playwright's driver is linked with.
set -eu

say() { printf '%s\n' "$*" >&2; }

has_chromium() {
  [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return 0
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}

missing=""
has_chromium || missing="chromium fonts-dejavu-core"
if command -v dpkg >/dev/null 2>&1 && ! dpkg -s libatomic1 >/dev/null 2>&1; then
  missing="$missing libatomic1"
fi
[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  say "Đang cài $missing để thử trang… / Installing $missing for the browser tests…"
  export DEBIAN_FRONTEND=noninteractive
  # $missing is a list of packages, so it is not quoted.
  if ! said=$(apt-get update -qq && apt-get install -y -qq $missing 2>&1); then
    say "$said"
    exit 1
  fi
  exit 0
fi

say "Để thử trang còn thiếu: $missing. Cài bằng: sudo apt-get install $missing (hoặc đặt biến CHROMIUM), rồi chạy lại."
say "The browser tests need: $missing. Install with sudo apt-get install $missing (or set CHROMIUM), then run again."
say "Chạy mọi phép thử không cần trình duyệt / everything without a browser: .venv/bin/python -m pytest -m 'not browser'"
exit 1
