#!/bin/sh
# Makes the virtual environment $1 and installs the locked packages of $2 and this project into it.
set -eu
venv=$1
lock=$2

say() { printf '%s\n' "$*" >&2; }

if [ -z "${PYTHON:-}" ] || ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  say "Cần Python 3.11 trở lên. / Python 3.11 or newer is needed (Debian: apt-get install python3.11)."
  exit 1
fi

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  say "Đang chuẩn bị môi trường Python (chỉ lần đầu)… / Setting up Python (first time only)…"
  rm -rf "$venv"
  if ! "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
    # Debian keeps ensurepip in a package of its own.
    package="$(basename "$("$PYTHON" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}")')")-venv"
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
      say "Đang cài $package… / Installing $package…"
      export DEBIAN_FRONTEND=noninteractive
      if ! said=$(apt-get update -qq && apt-get install -y -qq --no-install-recommends "$package" ca-certificates 2>&1); then
        say "$said"
        exit 1
      fi
    else
      say "Thiếu gói $package; chạy: sudo apt-get install $package / $package is missing: install it and run again."
      exit 1
    fi
  fi
  "$PYTHON" -m venv "$venv"
fi

say "Đang cài các gói trong $lock… / Installing the packages of $lock…"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -e .
# Python keeps what it compiled only where it may write; a build would compile all modules anew each time.
"$venv/bin/python" -m compileall -q scripts/neuguong
