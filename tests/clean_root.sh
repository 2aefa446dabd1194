#!/usr/bin/env bash
# The packed program on a Debian that has nothing of ours: no Python, no Qt, only glibc, what each desktop has, and Xvfb.
#
#     sudo tests/clean_root.sh DOWNLOAD FOLDER [MIRROR]
#
# DOWNLOAD is dist/momentum-lab-…-linux-x86_64.tar.gz. FOLDER becomes the root of a new system, by debootstrap (an
# existing one is used again), and is left there. In it, as nobody, with a read-only program and no home: the self-test,
# a run without a window, and the window on Xvfb, of which window.png in FOLDER is a picture.
set -euo pipefail

download=$(realpath "$1")
root=$(realpath -m "$2")
mirror=${3-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
expected=$(cd "$here" && python3 -c 'from resources.packaging.deb import EXPECTED; print(*EXPECTED)')

if [[ ! -e $root/usr/bin/Xvfb ]]; then
    debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >&2
    # shellcheck disable=SC2086  # names of packages, one word each
    chroot "$root" apt-get install -y -qq --no-install-recommends xvfb $expected >&2
fi

packages=$(chroot "$root" dpkg-query --show | cut -f 1)
echo "== in this root: $(wc -l <<<"$packages") packages of Debian $(cat "$root/etc/debian_version")"
paste -sd ' ' <<<"$packages" | fold -s -w 118
for thing in python3 qmake libQt6Core.so.6 libpython3.11.so.1.0 libxcb-cursor.so.0; do
    if [[ -n $(find "$root/usr" -name "$thing*" -print -quit) ]]; then
        echo "$thing is there: this is no proof" >&2
        exit 1
    fi
done
echo "no Python, no Qt, no libxcb-cursor"

rm -rf "$root/opt/lab"
mkdir -p "$root/opt/lab"
tar -xzf "$download" -C "$root/opt/lab" --strip-components=1
mkdir -p "$root/tmp/.X11-unix" "$root/tmp/work"
chmod 1777 "$root/tmp" "$root/tmp/.X11-unix" "$root/tmp/work"
rm -rf "${root:?}"/tmp/work/*

cat >"$root/tmp/inside.sh" <<'INSIDE'
set -eu
cd /tmp/work
lab=/opt/lab/momentum-lab
echo "== self-test"
$lab --self-test
echo "== a run without a window"
$lab run --preset double-well --alpha 0.5 0.9 --csv wells.csv
$lab run wells.momentum --csv again.csv >/dev/null
cmp wells.csv again.csv && echo "the replay has the same bytes"
echo "== without a display"
$lab
echo "== the window"
Xvfb :9 -screen 0 1280x800x24 -nolisten tcp -fbdir /tmp/work >/tmp/work/xvfb.log 2>&1 &
server=$!
sleep 2
DISPLAY=:9 $lab --temp-settings >/tmp/work/said 2>&1 &
window=$!
sleep 5
kill -0 $window
cp /tmp/work/Xvfb_screen0 /tmp/work/window.xwd
kill $window
wait $window
echo "ended with $?, and said: '$(cat /tmp/work/said)'"
kill $server
INSIDE

mount -t proc proc "$root/proc"
mount --bind "$root/opt/lab" "$root/opt/lab"
mount -o remount,bind,ro "$root/opt/lab"
trap 'umount "$root/proc" "$root/opt/lab"' EXIT
chroot --userspec=65534:65534 "$root" /usr/bin/env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/nonexistent sh /tmp/inside.sh
python3 "$here/tests/support/xwd_to_png.py" "$root/tmp/work/window.xwd" "$root/window.png"
