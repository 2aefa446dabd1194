"""A scenario as one line of text for a chat or a slide: packed, checked, and with its version.

    momentum-lab:1:…

where … is URL-safe base64, without padding, of the scenario's JSON in UTF-8: its CRC-32 in 4 bytes, the highest first,
and then the text itself as raw deflate with a preset dictionary. The JSON is that of a scenario file without what its
reader fills in anyhow.
"""

import base64
import json
import re
import time
import zlib
from typing import Any

from app.files.errors import BadFile
from app.files.names import fit_name
from app.files.scenario import Scenario, parse_scenario, scenario_entry
from physics.ball import ball_name
from physics.edit import Edit
from physics.formula import FormulaLandscape
from physics.rules import Rule

VERSION = 1
LINK = re.compile(r"momentum-lab:(?P<version>[1-9][0-9]{0,8}):(?P<packed>.*)")
PACKED = re.compile(r"[A-Za-z0-9_-]*")
WRAPPINGS = "\"'`<>“”„‘’«»"
"""What people and programs put around a text that they quote."""
LONGEST = 16_000
"""Characters of a link that is made. Chat programs cut longer messages off or turn them into files, some much earlier,
and nobody finds the ends of a longer one to copy it. A file is better then."""
MOST_CHARACTERS = 64 * 1024
"""Characters that are read, with all white space that came in on the way."""
MOST_BYTES = 1024 * 1024
"""JSON that is unpacked: the most that a link may hold, whatever its author thought of."""
MOST_FORMULAS = 50
"""Formulas that the edits of a link bring. Each is searched when it is read, which takes milliseconds."""
MOST_SECONDS = 1.0
"""A link is given up when its edits take longer: thousands of formulas fit into one, whoever made it."""
CHECKSUM_BYTES = 4
RAW_DEFLATE = -zlib.MAX_WBITS

EXPECTED = (
    "sqrt(log(tanh(abs(min(max(exp(-w^2)*sin(2*pi*w)+0.5*cos(2.6*w)^2/8"
    '"ill-conditioned-bowl"double-well"plateau"shelf"staircase"washboard"rugged-funnel"needle"v-shape"cliff"'
    'gramacy-lee"forrester"terrain"network-loss"bowl"'
    '"Drawn curve""title":"","name":"α 0.99","rule":"nesterov"]],"title":"'
    '"full":true,"hidden":["height","position","energy","phase","map"],"recorded":2000,"speed":30.0,"selected":0,'
    '"view":{"step":0,"recorded":0,"speed":60.0,"hidden":[],"selected":3,'
    '"looks":[[0,0],[1,1],[2,2],[3,3],[4,4],[5,5],[6,6],[7,7],[0,8],[1,9],[2,10]]}}'
    '{"step":10,"ball":0,"rule":"momentum"},{"step":20,"ball":1,"eta":0.02},{"step":30,"ball":2,"w":-1.5,"delta":0.0},'
    '{"step":40,"landscape":{"kind":"formula","formula":"0.06*(w+3.2)^2 + 0.55*cos(2.6*w)","domain":[-6.0,6.0]}},'
    '{"step":50,"landscape":{"kind":"points","points":[[-6.0,1.0],[0.0,0.5],[6.0,2.0]]}},'
    '],"steps":2000,"edits":[{"step":100,"ball":3,"alpha":0.9},{"step":200,"ball":4,"alpha":0.95}]}'
    '{"format":"momentum-lab/scenario","version":1,"title":"","landscape":{"kind":"points","points":[[-5.0,'
    '{"format":"momentum-lab/scenario","version":1,"landscape":{"kind":"formula","formula":"w^2","domain":[-5.0,5.0]},'
    '{"format":"momentum-lab/scenario","version":1,"landscape":{"kind":"preset","name":"descending-hills"},'
    '"balls":[{"alpha":0.0,"eta":0.02,"start":4.8},{"alpha":0.8,"eta":0.02,"start":4.8},'
    '{"alpha":0.9,"eta":0.02,"start":4.8},{"alpha":0.95,"eta":0.02,"start":4.8},'
    '{"alpha":0.97,"eta":0.02,"start":4.8}],"steps":2000}'
)
"""The preset dictionary: what a scenario's JSON probably contains, the likeliest last. The packed text only points to
it. It belongs to version 1 of links and must never change, or no link that is out there could be read."""


class BadLink(ValueError):
    """A text that was to be read is no link, or no whole one; its text is the sentence for the person."""


class LinkTooLong(ValueError):
    """A scenario too long for a link; its text is the sentence for the person."""


def link_text(scenario: Scenario) -> str:
    """The link to a scenario; LinkTooLong above 16,000 characters, and for more than is read from a link."""
    content = json.dumps(_short_entry(scenario), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, wbits=RAW_DEFLATE, zdict=EXPECTED.encode())
    packed = _checksum(content) + packer.compress(content) + packer.flush()
    link = f"momentum-lab:{VERSION}:" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(link) > LONGEST:
        raise LinkTooLong(
            f"as a link this scenario would have {len(link):,} characters, and a chat may cut what is longer than "
            f"{LONGEST:,}: save it as a file instead"
        )
    if len(content) > MOST_BYTES or sum(map(_has_formula, scenario.edits)) > MOST_FORMULAS:
        raise LinkTooLong("this scenario has too many edits for a link: save it as a file instead")
    return link


def parse_link(text: str) -> Scenario:
    """Read the scenario that a link holds. BadLink says what is wrong with it.

    White space around and within it is forgiven, since chat programs wrap lines, and so are quotation marks, backticks
    and angle brackets around it.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadLink(f"this text has {len(text):,} characters, and no Momentum Lab link has over {MOST_CHARACTERS:,}")
    link = LINK.fullmatch("".join(text.split()).strip(WRAPPINGS))
    if link is None:
        raise BadLink(f"this is not a Momentum Lab link, which begins with momentum-lab:{VERSION}:")
    if int(link["version"]) > VERSION:
        raise BadLink(
            f"this link is of version {link['version']}, and this program knows version {VERSION}: "
            "a newer Momentum Lab opens it"
        )
    return _scenario(_unpacked(link["packed"]))


def _short_entry(scenario: Scenario) -> dict[str, Any]:
    """What stands for the scenario in a file, without what goes without saying."""
    entry = scenario_entry(scenario)
    for usual, name in ((fit_name(scenario.landscape.title), "title"), (False, "full"), ([], "edits")):
        if entry[name] == usual:
            del entry[name]
    for ball in entry["balls"]:
        if ball["name"] == ball_name(ball["alpha"]):
            del ball["name"]
        if ball["rule"] == Rule.MOMENTUM:
            del ball["rule"]
    return entry


def _has_formula(edit: Edit) -> bool:
    return isinstance(edit.landscape, FormulaLandscape) and edit.landscape.preset is None


def _unpacked(packed: str) -> str:
    """The JSON in a link."""
    damaged = BadLink("this link was cut off or changed on its way: copy the whole of it once more")
    if not PACKED.fullmatch(packed) or len(packed) % 4 == 1:
        raise damaged
    content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    unpacker = zlib.decompressobj(RAW_DEFLATE, zdict=EXPECTED.encode())
    try:
        unpacked = unpacker.decompress(content[CHECKSUM_BYTES:], MOST_BYTES + 1)
        if len(unpacked) > MOST_BYTES:
            raise BadLink(f"this link holds more than {MOST_BYTES >> 20} MiB, which is more than can be read")
        if not unpacker.eof or unpacker.unused_data or _checksum(unpacked) != content[:CHECKSUM_BYTES]:
            raise damaged
        return unpacked.decode()
    except (zlib.error, UnicodeDecodeError):
        raise damaged from None


def _scenario(text: str) -> Scenario:
    began = time.thread_time()

    def check_time() -> None:
        if time.thread_time() - began > MOST_SECONDS:
            raise BadLink("this link takes too long to open: it changes the landscape too often")

    try:
        return parse_scenario(text, "link", check_time)
    except BadFile as error:
        raise BadLink(f"this link holds no right scenario: {error.sentence}") from error


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(CHECKSUM_BYTES, "big")
