#!/bin/sh
# Installs the locked Lighthouse of tests/audit beside its lock file. Node must be there; nothing else is.
set -eu

say() { printf '%s\n' "$*" >&2; }

if ! command -v npm >/dev/null 2>&1 || ! node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; then
  say "Cần Node.js 18 trở lên, có cả npm, để soi trang bằng Lighthouse. Cài xong chạy lại."
  say "Lighthouse needs Node.js 18 or newer with npm. Install it and run again."
  exit 1
fi
say "Đang cài Lighthouse… / Installing Lighthouse…"
cd "$(dirname "$0")/../../tests/audit"
npm ci --ignore-scripts --loglevel=error >&2
