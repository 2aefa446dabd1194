"""A scenario as one line of text for a chat or a slide: compressed, with a checksum and a version.

    momentum-lab:1:…

where … is URL-safe base64 without padding of the CRC-32 of the scenario's JSON (4 bytes, big-endian) and then the
JSON in UTF-8 as raw deflate with a preset dictionary. The JSON is that of a scenario file without default values.
"""

import base64
import json
import re
import time
import zlib
from typing import Any

from app.files.lesson import Lessons, is_lesson_text, parse_lesson
from app.files.names import fit_name
from app.files.scenario import Scenario, parse_scenario, scenario_entry
from app.files.text import BadFile
from app.text.translation import _, ngettext
from physics.landscape.formula import FormulaLandscape
from physics.rules.registry import default_rule
from physics.run.edit import Edit

VERSION = 1
BEGINNING = f"momentum-lab:{VERSION}:"
LINK = re.compile(r"momentum-lab:(?P<version>[1-9][0-9]{0,8}):(?P<packed>.*)")
PACKED = re.compile(r"[A-Za-z0-9_-]*")
QUOTES = "\"'`<>“”„‘’«»"
"""Stripped from both ends: people and programs put them around quoted text."""
LONGEST = 16_000
"""Characters of a link that is written: chat programs cut longer messages off or turn them into files."""
MAX_CHARACTERS = 64 * 1024
"""Characters of a link that is read, with any white space that was added on the way."""
MAX_BYTES = 1024 * 1024
"""Bytes of JSON in a link."""
MAX_FORMULAS = 50
"""Edits with a formula in a link that is written: analysing one when it is read takes milliseconds."""
READING_LIMIT_S = 5.0
"""Processor time for reading the edits of a link: a hostile one may hold hundreds of slow formulas.

The longest that is written takes 0.5 s, and three times that on a slow machine.
"""
CHECKSUM_BYTES = 4
RAW_DEFLATE = -zlib.MAX_WBITS

DICTIONARY = (
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
"""The preset dictionary of deflate: what a scenario's JSON probably contains, the likeliest last. It belongs to version
1 of links and must never change: existing links could not be read without it."""


class BadLink(ValueError):
    """A text that is not a complete link; the message is a sentence for the person."""


class LinkTooLong(ValueError):
    """A scenario too long for a link; the message is a sentence for the person."""


def link_text(scenario: Scenario) -> str:
    """The link to a scenario. Raises LinkTooLong above 16,000 characters, and for more than a link may hold."""
    if sum(map(_has_formula, scenario.edits)) > MAX_FORMULAS:
        raise LinkTooLong(_("this scenario has too many edits for a link: save it as a file instead"))
    return _packed(_short_entry(scenario))


def lesson_link(lesson: Lessons) -> str:
    """The link to a lesson or a challenge. Raises LinkTooLong above 16,000 characters."""
    return _packed(lesson.source)


def _packed(source: object) -> str:
    """A JSON value as a link. Raises LinkTooLong above 16,000 characters, and for more than a link may hold."""
    content = json.dumps(source, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    compressor = zlib.compressobj(9, wbits=RAW_DEFLATE, zdict=DICTIONARY.encode())
    packed = _checksum(content) + compressor.compress(content) + compressor.flush()
    link = BEGINNING + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(link) > LONGEST:
        pattern = ngettext(
            "as a link this would have {count} character, and a chat may cut what is longer than {most}: "
            "save it as a file instead",
            "as a link this would have {count} characters, and a chat may cut what is longer than {most}: "
            "save it as a file instead",
            len(link),
        )
        raise LinkTooLong(pattern.format(count=f"{len(link):,}", most=f"{LONGEST:,}"))
    if len(content) > MAX_BYTES:
        raise LinkTooLong(_("this scenario has too many edits for a link: save it as a file instead"))
    return link


def parse_link(text: str) -> Scenario | Lessons:
    """Read the scenario or the lesson in a link. Raises BadLink.

    White space around and within it is ignored, since chat programs wrap lines; so are quotation marks, backticks and
    angle brackets around it.
    """
    if len(text) > MAX_CHARACTERS:
        pattern = ngettext(
            "this text has {count} character, and no Momentum Lab link has over {most}",
            "this text has {count} characters, and no Momentum Lab link has over {most}",
            len(text),
        )
        raise BadLink(pattern.format(count=f"{len(text):,}", most=f"{MAX_CHARACTERS:,}"))
    link = LINK.fullmatch("".join(text.split()).strip(QUOTES))
    if link is None:
        pattern = _("this is not a Momentum Lab link, which begins with {beginning}")
        raise BadLink(pattern.format(beginning=BEGINNING))
    if int(link["version"]) > VERSION:
        pattern = _(
            "this link is of version {version}, and this program knows version {known}: a newer Momentum Lab opens it"
        )
        raise BadLink(pattern.format(version=link["version"], known=VERSION))
    return _read(_unpacked(link["packed"]))


def _short_entry(scenario: Scenario) -> dict[str, Any]:
    """The scenario as a JSON object without default values."""
    entry = scenario_entry(scenario)
    for default, name in ((fit_name(scenario.landscape.title), "title"), (False, "full"), ([], "edits")):
        if entry[name] == default:
            del entry[name]
    for ball in entry["balls"]:
        if ball["rule"] == default_rule().name:
            del ball["rule"]
    return entry


def _has_formula(edit: Edit) -> bool:
    return isinstance(edit.landscape, FormulaLandscape) and edit.landscape.preset is None


def _unpacked(packed: str) -> str:
    damaged = BadLink(_("this link was cut off or changed on its way: copy the whole of it once more"))
    if not PACKED.fullmatch(packed) or len(packed) % 4 == 1:
        raise damaged
    content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    decompressor = zlib.decompressobj(RAW_DEFLATE, zdict=DICTIONARY.encode())
    try:
        unpacked = decompressor.decompress(content[CHECKSUM_BYTES:], MAX_BYTES + 1)
        if len(unpacked) > MAX_BYTES:
            pattern = _("this link holds more than {size} MiB, which is more than can be read")
            raise BadLink(pattern.format(size=MAX_BYTES >> 20))
        if not decompressor.eof or decompressor.unused_data or _checksum(unpacked) != content[:CHECKSUM_BYTES]:
            raise damaged
        return unpacked.decode()
    except (zlib.error, UnicodeDecodeError):
        raise damaged from None


def _read(text: str) -> Scenario | Lessons:
    if is_lesson_text(text):
        try:
            return parse_lesson(text, "link")
        except BadFile as error:
            raise BadLink(_("this link holds no right lesson: {reason}").format(reason=error.sentence)) from error
    return _scenario(text)


def _scenario(text: str) -> Scenario:
    began = time.thread_time()

    def check_time() -> None:
        if time.thread_time() - began > READING_LIMIT_S:
            raise BadLink(_("this link takes too long to open: it changes the landscape too often"))

    try:
        return parse_scenario(text, "link", check_time)
    except BadFile as error:
        raise BadLink(_("this link holds no right scenario: {reason}").format(reason=error.sentence)) from error


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(CHECKSUM_BYTES, "big")
