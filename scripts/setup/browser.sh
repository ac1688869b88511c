#!/bin/sh
# Sees to it that the browser tests find a Chromium: the one named by $CHROMIUM, the system's, or a new one.
set -eu

say() { printf '%s\n' "$*" >&2; }

[ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && exit 0
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  say "Đang cài Chromium để thử trang… / Installing Chromium for the browser tests…"
  export DEBIAN_FRONTEND=noninteractive
  if ! said=$(apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core 2>&1); then
    say "$said"
    exit 1
  fi
  exit 0
fi

say "Không thấy Chromium. Cài nó (Debian: sudo apt-get install chromium) hoặc đặt biến CHROMIUM, rồi chạy lại."
say "No Chromium found. Install it (Debian: sudo apt-get install chromium) or set CHROMIUM, then run again."
say "Chạy mọi phép thử không cần trình duyệt / everything without a browser: .venv/bin/python -m pytest -m 'not browser'"
exit 1
