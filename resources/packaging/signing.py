"""Signs what was built if there is a certificate, and says so if there is none.

    python -m resources.packaging.signing program     before the downloads are made from it
    python -m resources.packaging.signing download    the downloads themselves; on macOS they are notarised as well

The secrets are environment variables, set by release.yml:

    macOS     APPLE_CERTIFICATE (a .p12, base64), APPLE_CERTIFICATE_PASSWORD, APPLE_IDENTITY;
              APPLE_ID, APPLE_TEAM, APPLE_PASSWORD (one for apps) for the notary
    Windows   WINDOWS_CERTIFICATE (a .pfx, base64), WINDOWS_CERTIFICATE_PASSWORD
"""

import base64
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resources.packaging.names import BUNDLE, DIST, PROGRAM, ROOT, WINDOW_PROGRAM

ENTITLEMENTS = ROOT / "resources" / "packaging" / "entitlements.plist"
CERTIFICATE = {"darwin": "APPLE_CERTIFICATE", "win32": "WINDOWS_CERTIFICATE"}
TIMESTAMPS = "http://timestamp.digicert.com"


def main(what: str) -> int:
    """Sign the program or its downloads; returns the exit code, which is 0."""
    if sys.platform == "linux":
        print("nothing is signed on Linux: SHA256SUMS goes with the downloads")
        return 0
    name = CERTIFICATE[sys.platform]
    if not os.environ.get(name):
        print(f"not signed: there is no secret {name}")
        return 0
    sign = sign_for_macos if sys.platform == "darwin" else sign_for_windows
    sign(what)
    return 0


def sign_for_macos(what: str) -> None:
    """Sign the bundle with the hardened runtime, or have Apple notarise the disk images."""
    with keychain():
        identity = ["--sign", os.environ["APPLE_IDENTITY"], "--timestamp"]
        if what == "program":
            options = ["--force", "--deep", "--options", "runtime", "--entitlements", str(ENTITLEMENTS)]
            run("codesign", *options, *identity, str(DIST / BUNDLE))
            run("codesign", "--verify", "--deep", "--strict", str(DIST / BUNDLE))
            return
        for image in DIST.glob("*.dmg"):
            run("codesign", *identity, str(image))
            notarise(image)


def notarise(image: Path) -> None:
    """Have Apple check a disk image, and staple its ticket to it."""
    if not os.environ.get("APPLE_ID"):
        print("not notarised: there is no secret APPLE_ID")
        return
    account = ["--apple-id", os.environ["APPLE_ID"], "--team-id", os.environ["APPLE_TEAM"]]
    run("xcrun", "notarytool", "submit", *account, "--password", os.environ["APPLE_PASSWORD"], "--wait", str(image))
    run("xcrun", "stapler", "staple", str(image))


@contextmanager
def keychain() -> Iterator[None]:
    """A temporary keychain with the certificate in it."""
    with tempfile.TemporaryDirectory() as folder:
        chain, password = str(Path(folder, "signing.keychain")), secrets.token_hex()
        certificate = Path(folder, "certificate.p12")
        certificate.write_bytes(base64.b64decode(os.environ["APPLE_CERTIFICATE"]))
        run("security", "create-keychain", "-p", password, chain)
        try:
            run("security", "unlock-keychain", "-p", password, chain)
            run("security", "list-keychains", "-d", "user", "-s", chain, "login.keychain")
            opened = ["-k", chain, "-P", os.environ["APPLE_CERTIFICATE_PASSWORD"], "-T", "/usr/bin/codesign"]
            run("security", "import", str(certificate), *opened)
            run("security", "set-key-partition-list", "-S", "apple-tool:,apple:", "-s", "-k", password, chain)
            yield
        finally:
            run("security", "delete-keychain", chain)


def sign_for_windows(what: str) -> None:
    """Sign both programs, or the installer."""
    programs = [DIST / PROGRAM / f"{name}.exe" for name in (PROGRAM, WINDOW_PROGRAM)]
    files = programs if what == "program" else sorted(DIST.glob("*-setup.exe"))
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder, "certificate.pfx")
        certificate.write_bytes(base64.b64decode(os.environ["WINDOWS_CERTIFICATE"]))
        with_key = ["/f", str(certificate), "/p", os.environ["WINDOWS_CERTIFICATE_PASSWORD"]]
        stamped = ["/fd", "SHA256", "/td", "SHA256", "/tr", TIMESTAMPS]
        run(signtool(), "sign", *with_key, *stamped, *map(str, files))


def signtool() -> str:
    """The newest signtool.exe of the Windows kits, which are not on the path."""
    kits = Path(os.environ["PROGRAMFILES(X86)"], "Windows Kits", "10", "bin")
    found = sorted(kits.glob("10.*/x64/signtool.exe"))
    if not found:
        raise FileNotFoundError(f"there is no signtool.exe below {kits}")
    return str(found[-1])


def run(*command: str) -> None:
    """Run a command. Raises SystemExit, without the arguments, which may be secret, when it fails."""
    code = subprocess.run(command, check=False).returncode
    if code:
        raise SystemExit(f"{Path(command[0]).name} {command[1]} failed with exit code {code}")


if __name__ == "__main__":
    if sys.argv[1:] not in (["program"], ["download"]):
        sys.exit("usage: python -m resources.packaging.signing program|download")
    sys.exit(main(sys.argv[1]))
