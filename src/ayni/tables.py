"""The contracts: the tables that enter the engine, declared once.

A contract says which columns a table has, what may stand in each, and which columns together name a row (its key).
Extra columns are kept and carried.  ``Contract`` is public: the site declares its own for its lists.
"""

from dataclasses import dataclass
from typing import Literal

from ayni.errors import UnknownName

Kind = Literal["text", "integer", "number", "boolean", "code", "period"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract.

    Attributes
    ----------
    name : str
        Name in the engine.
    kind : str
        ``text``; ``code`` (text that keeps its leading zeros); ``integer``; ``number``; ``boolean``; ``period``
        (2010, 2010-03, 2010-Q1, or 2009/10 for a farm year).
    required : bool
        The column is there and no cell is empty.
    key : bool
        Part of the key: no two rows share all key columns.
    minimum, maximum : float or None
        Bounds, both included.
    default : str or None
        Value when the column is absent.
    aliases : tuple of str
        Other names under which the column is taken without ``--map``, in the languages of the screens; capitals,
        accents and the marks between words do not count.
    needs : str or None
        Column that must be filled wherever this one is (``quantity`` needs ``quantity_unit``).
    totals : bool
        ``total`` is a code of its own here: the total a source publishes.  Elsewhere such a row counts twice.
    uniform : bool
        One value in the whole table (a unit): mixed units are refused, not converted.
    vocabulary : str or None
        What its text is held against: ``currency`` (ISO 4217, ``PEN@2007`` at constant prices) or ``unit``.
    nomenclatures : tuple of str
        Kinds of nomenclature that its codes may be held against: ``place``, ``country``, ``product``, ``industry``.
    example : str
        What a cell may hold, shown in messages.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    key: bool = False
    minimum: float | None = None
    maximum: float | None = None
    default: str | None = None
    aliases: tuple[str, ...] = ()
    needs: str | None = None
    uniform: bool = False
    totals: bool = False
    vocabulary: Literal["currency", "unit"] | None = None
    nomenclatures: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns of a table and what holds among them.

    Attributes
    ----------
    name : str
        Name of the contract.
    columns : tuple of Column
        Columns in their usual order.
    one_of : tuple of tuple of str
        Of each group at least one column is there, and in each row at least one of them is filled.
    symmetric : tuple of str
        Two columns whose pairs must stand in both directions.
    """

    name: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    symmetric: tuple[str, str] | tuple[()] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns, in order."""
        return tuple(column.name for column in self.columns if column.key)

    def column(self, name: str) -> Column | None:
        """Column of that name or alias, if the contract has it."""
        named = next((column for column in self.columns if column.name == name), None)
        return named or next((column for column in self.columns if name in column.aliases), None)


YEAR = Column(
    "year",
    "integer",
    required=True,
    key=True,
    minimum=1000,
    maximum=2200,
    aliases=("año", "ano", "anio"),
    example="2011",
)
MONTH = Column("month", "integer", key=True, minimum=1, maximum=12, aliases=("mes", "mês"), example="3")
COMPLETE = Column("complete", "boolean", aliases=("completo",), example="true")
PRELIMINARY = Column("preliminary", "boolean", aliases=("preliminar",), example="false")
VINTAGE = Column("vintage", "text", key=True, aliases=("edición", "edição"), example="2012-05")
SOURCE = Column("source", "text", key=True, aliases=("fuente", "fonte"), example="MIDAGRI")
LATITUDE = Column("latitude", "number", minimum=-90, maximum=90, aliases=("latitud",), example="-16.4")
LONGITUDE = Column("longitude", "number", minimum=-180, maximum=180, aliases=("longitud",), example="-71.5")
PLACE = Column(
    "place",
    "code",
    required=True,
    key=True,
    aliases=("lugar", "ubigeo"),
    nomenclatures=("place", "country"),
    example="04",
)
PARENT_PLACE = Column("parent", "code", aliases=("superior",), nomenclatures=("place", "country"), example="04")
PARENT_PRODUCT = Column("parent", "code", aliases=("superior",), nomenclatures=("product", "industry"), example="0709")
UNIT_NAMES = ("unidad de medida", "unidade de medida", "unidad", "unidade", "unit")

ACTIVITY = Contract(
    "activity",
    (
        YEAR,
        MONTH,
        PLACE,
        Column(
            "product",
            "code",
            required=True,
            key=True,
            aliases=("industry", "producto", "produto", "cultivo", "crop", "industria", "indústria", "ciiu"),
            nomenclatures=("product", "industry"),
            example="ajo",
        ),
        Column("basis", "text", key=True, default="production", aliases=("base",), example="production"),
        Column(
            "quantity",
            "number",
            minimum=0,
            aliases=("cantidad", "quantidade", "producción", "produção", "production"),
            needs="quantity_unit",
            example="1234.5",
        ),
        Column("quantity_unit", "text", aliases=UNIT_NAMES, uniform=True, vocabulary="unit", example="t"),
        Column("priced_quantity", "number", minimum=0, needs="quantity", example="1234.5"),
        Column(
            "value",
            "number",
            minimum=0,
            aliases=("valor", "valor de producción", "valor bruto de producción", "valor da produção"),
            needs="value_unit",
            example="1234.5",
        ),
        Column(
            "value_unit",
            "text",
            aliases=("moneda", "moeda", "currency"),
            uniform=True,
            vocabulary="currency",
            example="PEN",
        ),
        COMPLETE,
        PRELIMINARY,
        VINTAGE,
        SOURCE,
    ),
    one_of=(("quantity", "value"),),
)

TRADE = Contract(
    "trade",
    (
        YEAR,
        MONTH,
        Column(
            "exporter",
            "code",
            required=True,
            key=True,
            aliases=("exportador", "origen", "origem", "iso3", "country", "país"),
            nomenclatures=("country",),
            example="PE",
        ),
        Column(
            "importer",
            "code",
            key=True,
            aliases=("importador", "destino", "destination"),
            nomenclatures=("country",),
            example="CN",
        ),
        Column(
            "product",
            "code",
            required=True,
            key=True,
            totals=True,
            aliases=("producto", "produto", "subpartida", "partida", "hs4", "hs6", "sitc"),
            nomenclatures=("product", "industry"),
            example="070920",
        ),
        Column("product_system", "text", aliases=("nomenclatura",), uniform=True, example="hs1992-6"),
        Column(
            "value_usd",
            "number",
            required=True,
            minimum=0,
            aliases=("valor usd", "valor fob usd", "fob usd"),
            example="1234.5",
        ),
        Column(
            "quantity_kg",
            "number",
            minimum=0,
            aliases=("cantidad kg", "quantidade kg", "peso kg", "peso neto kg", "weight kg"),
            example="1234.5",
        ),
        COMPLETE,
        PRELIMINARY,
        VINTAGE,
        SOURCE,
    ),
)

ESTABLISHMENTS = Contract(
    "establishments",
    (
        Column(
            "year",
            "integer",
            key=True,
            minimum=1000,
            maximum=2200,
            aliases=YEAR.aliases,
            example="2011",
        ),
        Column("id", "code", required=True, key=True, aliases=("identificador", "ruc"), example="20100047218"),
        Column(
            "name",
            aliases=("nombre", "nome", "razón social", "razão social"),
            example="Cooperativa del Valle",
        ),
        Column(
            "place",
            "code",
            required=True,
            aliases=PLACE.aliases,
            nomenclatures=("place", "country"),
            example="040101",
        ),
        LATITUDE,
        LONGITUDE,
        Column(
            "industry",
            "code",
            required=True,
            aliases=("product", "industria", "indústria", "ciiu", "producto", "produto"),
            nomenclatures=("industry", "product"),
            example="0113",
        ),
        Column("employment", "number", minimum=0, aliases=("empleo", "emprego", "trabajadores"), example="12"),
        Column("size_band", aliases=("tamaño", "tamanho", "porte"), example="11-50"),
        Column("organisation_kind", aliases=("tipo de organización", "tipo de organização"), example="cooperative"),
    ),
    one_of=(("employment", "size_band"),),
)

PLACES = Contract(
    "places",
    (
        Column(
            "code",
            "code",
            required=True,
            key=True,
            aliases=("código", "ubigeo"),
            nomenclatures=("place", "country"),
            example="04",
        ),
        Column("system", "text", required=True, uniform=True, aliases=("sistema",), example="ubigeo-inei"),
        Column("name", "text", required=True, aliases=("nombre", "nome"), example="Arequipa"),
        PARENT_PLACE,
        Column("macroregion", aliases=("macrorregión", "macrorregião"), example="Sur"),
        LATITUDE,
        LONGITUDE,
    ),
)

NEIGHBOURS = Contract(
    "neighbours",
    (
        PLACE,
        Column(
            "neighbour",
            "code",
            required=True,
            key=True,
            aliases=("vecino", "vizinho", "neighbor"),
            nomenclatures=("place", "country"),
            example="21",
        ),
    ),
    symmetric=("place", "neighbour"),
)

PRODUCTS = Contract(
    "products",
    (
        Column(
            "code",
            "code",
            required=True,
            key=True,
            totals=True,
            aliases=("código",),
            nomenclatures=("product", "industry"),
            example="070920",
        ),
        Column("system", "text", required=True, uniform=True, aliases=("sistema",), example="hs1992-6"),
        Column("name_es", aliases=("nombre",), example="espárrago"),
        Column("name_en", aliases=("name",), example="asparagus"),
        Column("name_pt", aliases=("nome",), example="aspargo"),
        PARENT_PRODUCT,
        Column("chain", aliases=("cadena", "cadeia"), example="hortalizas"),
        Column("traditional", "boolean", aliases=("tradicional",), example="false"),
        Column("traditional_source", aliases=("fuente de tradicional",), example="SUNAT"),
    ),
    one_of=(("name_es", "name_en", "name_pt"),),
)

SERIES = Contract(
    "series",
    (
        Column("subject", "text", required=True, key=True, aliases=("sujeto", "sujeito"), example="PE"),
        Column("variable", "text", required=True, key=True, aliases=("variável",), example="fob_exports"),
        Column("period", "period", required=True, key=True, aliases=("periodo", "período"), example="2010-03"),
        Column("value", "number", required=True, aliases=("valor",), example="1234.5"),
        Column("unit", "text", required=True, aliases=("unidad", "unidade"), example="USD"),
        VINTAGE,
        PRELIMINARY,
        Column("source", "text", required=True, key=True, aliases=SOURCE.aliases, example="BCRP"),
    ),
)

LINKS = Contract(
    "links",
    (
        Column(
            "from_industry",
            "code",
            required=True,
            key=True,
            aliases=("industria de origen", "indústria de origem"),
            nomenclatures=("industry", "product"),
            example="0113",
        ),
        Column(
            "to_industry",
            "code",
            required=True,
            key=True,
            aliases=("industria de destino", "indústria de destino"),
            nomenclatures=("industry", "product"),
            example="1030",
        ),
        Column("kind", "text", required=True, key=True, aliases=("tipo",), example="purchases"),
        Column("value", "number", aliases=("valor",), example="1234.5"),
        Column("unit", aliases=("unidad", "unidade"), example="PEN"),
    ),
)

CORRESPONDENCE = Contract(
    "correspondence",
    (
        Column(
            "from_code",
            "code",
            required=True,
            key=True,
            aliases=("de", "desde", "código anterior", "from", "code.before"),
            nomenclatures=("product", "industry"),
            example="070920",
        ),
        Column(
            "to_code",
            "code",
            required=True,
            key=True,
            aliases=("a", "para", "código nuevo", "código novo", "to", "code.after"),
            nomenclatures=("product", "industry"),
            example="070920",
        ),
        Column("share", "number", minimum=0, maximum=1, aliases=("parte", "peso", "weight"), example="0.5"),
        Column("from_system", "text", uniform=True, aliases=("sistema anterior",), example="hs2012-6"),
        Column("to_system", "text", uniform=True, aliases=("sistema nuevo", "sistema novo"), example="hs1992-6"),
    ),
)

ODDITIES = Contract(
    "oddities",
    (
        Column("file", example="production.csv"),
        Column("year", "integer", minimum=1000, maximum=2200, example="2010"),
        Column("product", "code", example="ajo"),
        Column("place", "code", example="04"),
        Column("kind", "text", required=True, example="gap"),
        Column("what_es", example="Falta un mes."),
        Column("what_en", example="A month is missing."),
        Column("what_pt", example="Falta um mês."),
        Column("source", example="MIDAGRI"),
    ),
    one_of=(("what_es", "what_en", "what_pt"),),
)

CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in (
        ACTIVITY,
        TRADE,
        ESTABLISHMENTS,
        PLACES,
        NEIGHBOURS,
        PRODUCTS,
        SERIES,
        LINKS,
        CORRESPONDENCE,
        ODDITIES,
    )
}


def contract_named(name: str) -> Contract:
    """Contract of that name.

    Raises
    ------
    UnknownName
        No contract has it; the sentence lists those that exist.
    """
    if name not in CONTRACTS:
        raise UnknownName("check.unknown_contract", came=name, known=", ".join(CONTRACTS))
    return CONTRACTS[name]
