"""The structure of the observations in SDMX-ML 3.0: concepts, code lists, a data structure, one dataflow a table.

Code lists hold every code that exists, not only those of one release, so that the structure is the same in all
releases.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from maturity.publication.code_lists import code_lists
from maturity.publication.observations import (
    ATTRIBUTES,
    DIMENSION_COLUMNS,
    MEASURE_COLUMN,
    TIME,
    tidy_texts,
)
from maturity.publication.release import Release, Table
from maturity.questionnaire import DEFAULT, Text

_AGENCY, VERSION = "MATURITY", "1.0.0"
STRUCTURE, _CONCEPTS = "MATURITY", "CS_MATURITY"
_NAMESPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_MESSAGE, _STRUCTURE, _COMMON = (f"{{{_NAMESPACE}{part}}}" for part in ("message", "structure", "common"))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_URN = "urn:sdmx:org.sdmx.infomodel."


def dataflow(release: Release, table: Table) -> str:
    """The id of the dataflow of a table."""
    return f"{release.id}_{table.id}".replace("-", "_").upper()


def agency(release: Release) -> str:
    """The id of the agency that maintains the structure; code lists differ by questionnaire, so each has its own agency
    (a sub-agency except for the DEFAULT one).
    """
    id = release.questionnaire.id
    return _AGENCY if id == DEFAULT else f"{_AGENCY}.{re.sub('[^A-Z0-9]', '_', id.upper())}"


def structure(release: Release) -> bytes:
    """The XML of the structure message for the tables of `release`."""
    its = _Maintained(release, agency(release))
    for prefix, part in (("mes", "message"), ("str", "structure"), ("com", "common")):
        ET.register_namespace(prefix, f"{_NAMESPACE}{part}")
    root = ET.Element(f"{_MESSAGE}Structure")
    header = ET.SubElement(root, f"{_MESSAGE}Header")
    ET.SubElement(header, f"{_MESSAGE}ID").text = f"{STRUCTURE}_{release.year}_{release.checksum[:12]}"
    ET.SubElement(header, f"{_MESSAGE}Test").text = "false"
    ET.SubElement(header, f"{_MESSAGE}Prepared").text = f"{release.as_of.isoformat()}T00:00:00Z"
    sender = ET.SubElement(header, f"{_MESSAGE}Sender", id=its.agency)
    _names(sender, release.publisher or Text("maturity", "maturity"))
    every = ET.SubElement(root, f"{_MESSAGE}Structures")
    flows = ET.SubElement(every, f"{_STRUCTURE}Dataflows")
    lists = ET.SubElement(every, f"{_STRUCTURE}Codelists")
    coded = code_lists(release.by)
    for id, (label, codes) in coded.items():
        its.codelist(lists, id, label, codes)
    its.concepts(ET.SubElement(every, f"{_STRUCTURE}ConceptSchemes"))
    its.data_structure(ET.SubElement(every, f"{_STRUCTURE}DataStructures"), coded)
    for table in release.tables:
        flow = its.maintained(flows, "Dataflow", "datastructure", dataflow(release, table), table.title)
        reference = f"{_URN}datastructure.DataStructure={its.agency}:{STRUCTURE}({VERSION})"
        ET.SubElement(flow, f"{_STRUCTURE}Structure").text = reference
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


@dataclass(frozen=True, slots=True)
class _Maintained:
    """Writes the artefacts that an agency maintains for a release."""

    release: Release
    agency: str

    def codelist(self, parent: ET.Element, id: str, label: Text, codes: Mapping[str, Text]) -> None:
        """Add a code list."""
        made = self.maintained(parent, "Codelist", "codelist", f"CL_{id}", label)
        for code, name in codes.items():
            urn = f"{_URN}codelist.Code={self.agency}:CL_{id}({VERSION}).{code}"
            _names(ET.SubElement(made, f"{_STRUCTURE}Code", id=code, urn=urn), name)

    def concepts(self, parent: ET.Element) -> None:
        """Add the concept scheme: one concept a column of the data."""
        made = self.maintained(parent, "ConceptScheme", "conceptscheme", _CONCEPTS, Text("概念", "Concepts"))
        for id, text in tidy_texts(self.release.by).items():
            _names(ET.SubElement(made, f"{_STRUCTURE}Concept", id=id, urn=self._concept(id)), text)

    def data_structure(self, parent: ET.Element, coded: Container[str]) -> None:
        """Add the data structure definition; columns in `coded` have a code list."""
        title = self.release.questionnaire.statistics_title
        made = self.maintained(parent, "DataStructure", "datastructure", STRUCTURE, title)
        parts = ET.SubElement(made, f"{_STRUCTURE}DataStructureComponents")
        dimensions = self._list(parts, "Dimension")
        for place, id in enumerate(DIMENSION_COLUMNS, start=1):
            self._component(dimensions, "Dimension", id, coded, position=str(place))
        self._component(dimensions, "TimeDimension", TIME, coded)
        attributes = self._list(parts, "Attribute")
        for id, required in ATTRIBUTES.items():
            usage = "mandatory" if required else "optional"
            attribute = self._component(attributes, "Attribute", id, coded, usage=usage)
            about = ET.SubElement(attribute, f"{_STRUCTURE}AttributeRelationship")
            ET.SubElement(about, f"{_STRUCTURE}Observation")
        self._component(self._list(parts, "Measure"), "Measure", MEASURE_COLUMN, coded, usage="optional")

    def _list(self, parent: ET.Element, kind: str) -> ET.Element:
        urn = f"{_URN}datastructure.{kind}Descriptor={self.agency}:{STRUCTURE}({VERSION}).{kind}Descriptor"
        return ET.SubElement(parent, f"{_STRUCTURE}{kind}List", id=f"{kind}Descriptor", urn=urn)

    def _component(self, parent: ET.Element, tag: str, id: str, coded: Container[str], **more: str) -> ET.Element:
        kind = "DataAttribute" if tag == "Attribute" else tag
        urn = f"{_URN}datastructure.{kind}={self.agency}:{STRUCTURE}({VERSION}).{id}"
        made = ET.SubElement(parent, f"{_STRUCTURE}{tag}", {"id": id, "urn": urn, **more})
        ET.SubElement(made, f"{_STRUCTURE}ConceptIdentity").text = self._concept(id)
        shape = ET.SubElement(made, f"{_STRUCTURE}LocalRepresentation")
        if id in coded:
            enumeration = f"{_URN}codelist.Codelist={self.agency}:CL_{id}({VERSION})"
            ET.SubElement(shape, f"{_STRUCTURE}Enumeration").text = enumeration
        else:
            types = {TIME: "ObservationalTimePeriod", MEASURE_COLUMN: "Decimal"}
            ET.SubElement(shape, f"{_STRUCTURE}TextFormat", textType=types.get(id, "Integer"))
        return made

    def _concept(self, id: str) -> str:
        return f"{_URN}conceptscheme.Concept={self.agency}:{_CONCEPTS}({VERSION}).{id}"

    def maintained(self, parent: ET.Element, tag: str, package: str, id: str, name: Text) -> ET.Element:
        """Add a named artefact of the agency, of a `package` of the information model; returns its element."""
        urn = f"{_URN}{package}.{tag}={self.agency}:{id}({VERSION})"
        about = {"id": id, "urn": urn, "agencyID": self.agency, "version": VERSION, "isExternalReference": "false"}
        made = ET.SubElement(parent, f"{_STRUCTURE}{tag}", about)
        _names(made, name)
        return made


def _names(element: ET.Element, name: Text) -> None:
    for language in ("en", "zh"):
        ET.SubElement(element, f"{_COMMON}Name", {_LANGUAGE: language}).text = name.of(language)
