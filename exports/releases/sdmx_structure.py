"""The structure of the tidy data in SDMX-ML 3.0: concepts, code lists, one data structure, a dataflow a table.

Code lists hold every code there is, not only those of one release: the structure stays the same from release to
release, and later data compare.
"""

from collections.abc import Container, Mapping
from xml.etree import ElementTree as ET

from maturity.publication.code_lists import code_lists
from maturity.publication.observations import (
    ATTRIBUTES,
    DIMENSION_COLUMNS,
    MEASURE_COLUMN,
    TIDY_COLUMNS,
    TIME,
)
from maturity.publication.release import Release, Table
from maturity.questionnaire import Text

AGENCY, VERSION = "MATURITY", "1.0.0"
STRUCTURE, _CONCEPTS = "MATURITY", "CS_MATURITY"
_NAMESPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_MESSAGE, _STRUCTURE, _COMMON = (f"{{{_NAMESPACE}{part}}}" for part in ("message", "structure", "common"))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_URN = "urn:sdmx:org.sdmx.infomodel."


def dataflow(release: Release, table: Table) -> str:
    """The id of the dataflow of a table."""
    return f"{release.id}_{table.id}".replace("-", "_").upper()


def structure(release: Release) -> bytes:
    """The structure message for the tables of `release`."""
    for prefix, part in (("mes", "message"), ("str", "structure"), ("com", "common")):
        ET.register_namespace(prefix, f"{_NAMESPACE}{part}")
    root = ET.Element(f"{_MESSAGE}Structure")
    header = ET.SubElement(root, f"{_MESSAGE}Header")
    ET.SubElement(header, f"{_MESSAGE}ID").text = f"{STRUCTURE}_{release.year}_{release.checksum[:12]}"
    ET.SubElement(header, f"{_MESSAGE}Test").text = "false"
    ET.SubElement(header, f"{_MESSAGE}Prepared").text = f"{release.as_of.isoformat()}T00:00:00Z"
    sender = ET.SubElement(header, f"{_MESSAGE}Sender", id=AGENCY)
    _names(sender, release.publisher or Text("maturity", "maturity"))
    every = ET.SubElement(root, f"{_MESSAGE}Structures")
    flows = ET.SubElement(every, f"{_STRUCTURE}Dataflows")
    lists = ET.SubElement(every, f"{_STRUCTURE}Codelists")
    coded = code_lists(release.by)
    for id, (label, codes) in coded.items():
        _codelist(lists, id, label, codes)
    _concepts(ET.SubElement(every, f"{_STRUCTURE}ConceptSchemes"))
    _data_structure(ET.SubElement(every, f"{_STRUCTURE}DataStructures"), coded)
    for table in release.tables:
        flow = _maintained(flows, "Dataflow", "datastructure", dataflow(release, table), table.title)
        reference = f"{_URN}datastructure.DataStructure={AGENCY}:{STRUCTURE}({VERSION})"
        ET.SubElement(flow, f"{_STRUCTURE}Structure").text = reference
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _codelist(parent: ET.Element, id: str, label: Text, codes: Mapping[str, Text]) -> None:
    made = _maintained(parent, "Codelist", "codelist", f"CL_{id}", label)
    for code, name in codes.items():
        urn = f"{_URN}codelist.Code={AGENCY}:CL_{id}({VERSION}).{code}"
        _names(ET.SubElement(made, f"{_STRUCTURE}Code", id=code, urn=urn), name)


def _concepts(parent: ET.Element) -> None:
    made = _maintained(parent, "ConceptScheme", "conceptscheme", _CONCEPTS, Text("概念", "Concepts"))
    for id, text in TIDY_COLUMNS.items():
        _names(ET.SubElement(made, f"{_STRUCTURE}Concept", id=id, urn=_concept(id)), text)


def _data_structure(parent: ET.Element, coded: Container[str]) -> None:
    title = Text("智能制造能力成熟度统计", "Smart manufacturing capability maturity statistics")
    made = _maintained(parent, "DataStructure", "datastructure", STRUCTURE, title)
    parts = ET.SubElement(made, f"{_STRUCTURE}DataStructureComponents")
    dimensions = _list(parts, "Dimension")
    for place, id in enumerate(DIMENSION_COLUMNS, start=1):
        _component(dimensions, "Dimension", id, coded, position=str(place))
    _component(dimensions, "TimeDimension", TIME, coded)
    attributes = _list(parts, "Attribute")
    for id, required in ATTRIBUTES.items():
        usage = "mandatory" if required else "optional"
        attribute = _component(attributes, "Attribute", id, coded, usage=usage)
        about = ET.SubElement(attribute, f"{_STRUCTURE}AttributeRelationship")
        ET.SubElement(about, f"{_STRUCTURE}Observation")
    _component(_list(parts, "Measure"), "Measure", MEASURE_COLUMN, coded, usage="optional")


def _list(parent: ET.Element, kind: str) -> ET.Element:
    urn = f"{_URN}datastructure.{kind}Descriptor={AGENCY}:{STRUCTURE}({VERSION}).{kind}Descriptor"
    return ET.SubElement(parent, f"{_STRUCTURE}{kind}List", id=f"{kind}Descriptor", urn=urn)


def _component(parent: ET.Element, tag: str, id: str, coded: Container[str], **more: str) -> ET.Element:
    kind = "DataAttribute" if tag == "Attribute" else tag
    urn = f"{_URN}datastructure.{kind}={AGENCY}:{STRUCTURE}({VERSION}).{id}"
    made = ET.SubElement(parent, f"{_STRUCTURE}{tag}", {"id": id, "urn": urn, **more})
    ET.SubElement(made, f"{_STRUCTURE}ConceptIdentity").text = _concept(id)
    shape = ET.SubElement(made, f"{_STRUCTURE}LocalRepresentation")
    if id in coded:
        enumeration = f"{_URN}codelist.Codelist={AGENCY}:CL_{id}({VERSION})"
        ET.SubElement(shape, f"{_STRUCTURE}Enumeration").text = enumeration
    else:
        types = {TIME: "ObservationalTimePeriod", MEASURE_COLUMN: "Decimal"}
        ET.SubElement(shape, f"{_STRUCTURE}TextFormat", textType=types.get(id, "Integer"))
    return made


def _concept(id: str) -> str:
    return f"{_URN}conceptscheme.Concept={AGENCY}:{_CONCEPTS}({VERSION}).{id}"


def _maintained(parent: ET.Element, tag: str, package: str, id: str, name: Text) -> ET.Element:
    urn = f"{_URN}{package}.{tag}={AGENCY}:{id}({VERSION})"
    about = {"id": id, "urn": urn, "agencyID": AGENCY, "version": VERSION, "isExternalReference": "false"}
    made = ET.SubElement(parent, f"{_STRUCTURE}{tag}", about)
    _names(made, name)
    return made


def _names(element: ET.Element, name: Text) -> None:
    for language in ("en", "zh"):
        ET.SubElement(element, f"{_COMMON}Name", {_LANGUAGE: language}).text = name.of(language)
