#!/usr/bin/env bash
# Run a program in the Windows that `python3 dev.py windows` made:
#
#     resources/packaging/wine/windows.sh python -m app --self-test
#     resources/packaging/wine/windows.sh '.windows/sources/dist/momentum-lab/Momentum Lab.exe'
#
# Without DISPLAY it gets an X server of its own. Wine stays on the display of the first program that runs in it: while
# one runs, a second one must have the same DISPLAY, or nothing is seen of it.
set -o pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${MOMENTUM_LAB_WINDOWS:-$(cd "$here/../../.." && pwd)/.windows}
export WINEPREFIX=$folder/prefix WINEARCH=win64 WINEDEBUG=${WINEDEBUG--all} LC_ALL=${WINE_LOCALE:-C.UTF-8}
export WINEDLLOVERRIDES='ucrtbase=n,b;mscoree,mshtml,winedbg.exe='  # a program that crashes ends, and waits for no debugger
# What the environment says of Linux's Python and desktop is not for Windows'.
unset PYTHONDONTWRITEBYTECODE PYTHONUTF8 PYTHONPATH PYTHONHOME
unset PIP_CERT PIP_CONFIG_FILE QT_PLUGIN_PATH XDG_RUNTIME_DIR
[ "$1" != python ] || set -- "$folder/python/python.exe" "${@:2}"
# Wine 8 cannot tell Python what a file is that Linux has opened: input and output go through pipes.
[ -p /dev/stdin ] || exec </dev/null
if [ -z "${DISPLAY-}" ]; then
    pipe=$(mktemp -u) && mkfifo "$pipe" && exec {answer}<>"$pipe" && rm "$pipe"
    Xvfb -displayfd "$answer" -screen 0 1600x1000x24 -nolisten tcp -noreset 2>/dev/null &
    server=$!
    trap 'wineserver -k; kill $server' EXIT
    read -r -u "$answer" display
    export DISPLAY=:$display
fi
{ wine "$@" 2>&1 1>&3 3>&- | cat >&2; } 3>&1 | cat
