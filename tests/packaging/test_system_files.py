"""What each system reads about the program: parsed as that system does."""

import plistlib
import re
import xml.etree.ElementTree as ElementTree

from app.__main__ import BUNDLE
from resources.packaging import deb, names
from tests.support.paths import ROOT

LINUX = ROOT / "resources" / "packaging" / "linux"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def test_macos_is_told_which_files_the_program_owns() -> None:
    told = plistlib.loads(plistlib.dumps(names.bundle_information()))
    (document,), (kind,) = told["CFBundleDocumentTypes"], told["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == [names.SCENARIO_ENDING]
    assert names.IDENTIFIER == BUNDLE


def test_what_macos_may_be_asked_for_is_a_list_of_rights() -> None:
    rights = plistlib.loads((ROOT / "resources" / "packaging" / "entitlements.plist").read_bytes())
    assert rights
    assert set(map(type, rights.values())) == {bool}


def test_the_kind_of_file_is_xml_that_names_its_ending() -> None:
    root = ElementTree.parse(LINUX / "momentum-lab.xml").getroot()
    (kind,) = root.findall(f"{MIME}mime-type")
    assert kind.get("type") == names.SCENARIO_TYPE
    assert [glob.get("pattern") for glob in kind.findall(f"{MIME}glob")] == [f"*.{names.SCENARIO_ENDING}"]


def test_the_package_describes_itself_in_fields() -> None:
    words = dict.fromkeys(re.findall(r"{(\w+)}", deb.CONTROL), "1")
    text = deb.CONTROL.format(**words)
    fields = [line for line in text.splitlines() if not line.startswith(" ")]
    assert all(re.fullmatch(r"[A-Z][A-Za-z-]+: \S.*", line) for line in fields)
    assert [line.split(":")[0] for line in fields][:4] == ["Package", "Version", "Architecture", "Maintainer"]
    assert text.endswith("\n")
    assert len({line.split(":")[0] for line in fields}) == len(fields)
