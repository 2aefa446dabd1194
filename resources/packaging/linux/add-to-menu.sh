#!/bin/sh
# Add Momentum Lab, from the folder that this file is in, to your desktop's menu; --remove takes it out again.
set -eu

# It may have been started through a link from elsewhere.
self=$(readlink -f -- "$0")
here=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd)
if [ -z "${XDG_DATA_HOME-}" ] && [ -z "${HOME-}" ]; then
    echo "add-to-menu.sh: neither HOME nor XDG_DATA_HOME is set, so it is not known whose menu this is" >&2
    exit 1
fi
share=${XDG_DATA_HOME:-${HOME-}/.local/share}
entry=$share/applications/momentum-lab.desktop
kind=$share/mime/packages/momentum-lab.xml

refresh() {
    # A desktop without these tools looks by itself.
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications" || true; fi
    if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime" || true; fi
}

case ${1-} in
'')
    mkdir -p "$share/applications" "$share/mime/packages"
    # First what the quotes want, then what the entry wants: there every \ is written twice, and % as well.
    program=$(printf '%s' "$here/momentum-lab" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    # No pipe: if the file cannot be read, this ends here, and the entry that is there stays.
    while IFS= read -r line; do
        case $line in
        TryExec=*) ;;
        Exec=*) printf 'Exec="%s" %%f\n' "$program" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$here/share/applications/momentum-lab.desktop" >"$entry.new"
    mv "$entry.new" "$entry"
    cp "$here/share/mime/packages/momentum-lab.xml" "$kind"
    for side in 16 32 48 64 128 256; do
        icons=$share/icons/hicolor/${side}x$side/apps
        mkdir -p "$icons"
        cp "$here/share/icons/hicolor/${side}x$side/apps/momentum-lab.png" "$icons/"
    done
    refresh
    echo "Momentum Lab has been added to the menu, and can open *.momentum files."
    echo "Some desktops show it only after the next login. If this folder is moved, run this again from there."
    ;;
--remove)
    rm -f "$entry" "$kind" "$share"/icons/hicolor/*/apps/momentum-lab.png
    refresh
    echo "Momentum Lab has been taken out of the menu. This folder is as it was."
    ;;
*)
    echo "usage: add-to-menu.sh [--remove]" >&2
    exit 2
    ;;
esac
