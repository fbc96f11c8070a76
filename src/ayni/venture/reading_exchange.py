"""Rates of exchange of a plan, and flows told in another currency brought to the plan's."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ayni.venture.fields import BadVenture, Row
from ayni.venture.plan import Exchange, Flow


def exchange_of(row: Row, own: str, factors: tuple[str, ...]) -> Exchange:
    """Rate of another currency than the plan's, ``own``."""
    row.only("currency", "worth", "factor", "source", "illustrative")
    currency = row.currency()
    if currency == own:
        raise BadVenture("bad_venture.exchange_of_its_own", where=row.at("currency"), currency=currency)
    return Exchange(currency, row.number("worth", 1e-9, 1e9), row.named("factor", factors), row.source())


def currencies(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Currencies that the table tells, sound or not, so that a flow that names one has no fault of its own."""
    rows = told.get("exchange", [])
    found = [each.get("currency") for each in rows if isinstance(each, Mapping)] if isinstance(rows, list) else []
    return tuple(each for each in found if isinstance(each, str))


def told_once(told: Mapping[str, Any]) -> None:
    """Nothing, where each currency has one rate."""
    found = currencies(told)
    for each in found:
        if found.count(each) > 1:
            raise BadVenture("bad_venture.twice", name="exchange", code=each)


def exchanged(flow: Flow, exchange: Exchange | None) -> Flow:
    """Flow with its price in the plan's currency, moving with the rate as well, where that may come out otherwise.

    A flow whose price or quantity moves with that factor already does so once.
    """
    if exchange is None:
        return flow
    moves = "" if exchange.factor in (flow.price_factor, flow.quantity_factor) else exchange.factor
    return replace(flow, price=flow.price * exchange.worth, exchange_factor=moves)
