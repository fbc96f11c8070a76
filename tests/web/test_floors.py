"""Relations between tables keep to the floors as imports do: a room points only at rooms below it."""

from django.apps import apps

FLOORS = (
    "strategies",
    "ventures",
    "assessments processes commitments",
    "series",
    "spreadsheets",
    "studies",
    "documents events",
    "members",
    "accounts",
    "common",
)
HEIGHT = {room: -level for level, rooms in enumerate(FLOORS) for room in rooms.split()}


def test_a_table_points_only_at_tables_of_lower_rooms():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT and not model.__name__.startswith("Historical")
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model._meta.app_label in HEIGHT
        and field.related_model._meta.app_label != model._meta.app_label
        and HEIGHT[field.related_model._meta.app_label] >= HEIGHT[model._meta.app_label]
        # Whose form it was, or who recorded it, is the person's account.
        and field.related_model._meta.label != "accounts.Person"
    ]
    assert not wrong, wrong
