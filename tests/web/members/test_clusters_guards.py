"""What the database itself refuses, whatever the code above it does."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.members.actions import memberships, seats
from ayni_web.members.models import Link, Management, Membership, Part, Relation, Scope, SeatLimit
from tests.web.world import made_world, organisation


def refuses(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def plain(value):
    """Identifier as the database at hand keeps it."""
    return value.hex if connection.vendor == "sqlite" else value


@pytest.mark.django_db
@pytest.mark.sqlite
class TestRawSql:
    def test_a_seat_that_is_not_there_is_not_taken(self, world):
        SeatLimit.objects.create(cluster=world.cluster, kind="cooperative", most=1)
        second = organisation("Cooperativa Dos", "cooperative")
        row = Membership.objects.create(cluster=world.cluster, organisation=second, kind="cooperative", state="waiting")
        refuses("UPDATE members_membership SET state = 'member', since = '2026-03-01' WHERE id = %s", plain(row.pk))
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(cluster=world.cluster, organisation=organisation("Tres", "cooperative"),
                                      kind="cooperative", state="member", since=date(2026, 3, 1))  # fmt: skip

    def test_parts_are_never_more_than_the_whole(self, world):
        row = Membership.objects.get(organisation=world.cooperative)
        link = Link.objects.get(cluster=world.cluster, code="processing")
        insert = "INSERT INTO members_part (membership_id, link_id, role, share) VALUES (%s, %s, '', %s)"
        refuses(insert, plain(row.pk), plain(link.pk), 1)
        refuses("UPDATE members_part SET share = 10001 WHERE membership_id = %s", plain(row.pk))
        Part.objects.filter(membership=row).update(share=9_999)
        Part.objects.create(membership=row, link=link, share=1)
        refuses("UPDATE members_part SET share = 2 WHERE membership_id = %s AND share = 1", plain(row.pk))

    def test_who_proposes_a_scope_does_not_decide_it(self, world):
        made = Scope.objects.create(cluster=world.cluster, version=1, inside="x", why="y", proposed_by=world.manager)
        refuses("UPDATE members_scope SET state = 'approved', decided_by_id = proposed_by_id WHERE id = %s",
                plain(made.pk))  # fmt: skip
        refuses("UPDATE members_scope SET state = 'approved' WHERE id = %s", plain(made.pk))

    def test_one_scope_is_in_force(self, world):
        for version in (1, 2):
            made = Scope.objects.create(cluster=world.cluster, version=version, inside="x", why="y",
                                        proposed_by=world.manager)  # fmt: skip
            sql = "UPDATE members_scope SET state = 'approved', decided_by_id = %s WHERE id = %s"
            if version == 1:
                with connection.cursor() as cursor:
                    cursor.execute(sql, [plain(world.officer.pk), plain(made.pk)])
            else:
                refuses(sql, plain(world.officer.pk), plain(made.pk))

    def test_nobody_gives_themselves_a_cluster(self, world):
        with pytest.raises(IntegrityError), transaction.atomic():
            Management.objects.create(person=world.stranger, cluster=world.cluster, since=timezone.now(),
                                      given_by=world.stranger)  # fmt: skip

    def test_a_relation_joins_two_and_is_open_once(self, world):
        made = Relation.objects.create(source=world.cooperative, target=world.exporter, kind="supplies",
                                       added_by=world.officer)  # fmt: skip
        refuses("UPDATE members_relation SET target_id = source_id WHERE id = %s", plain(made.pk))
        refuses("UPDATE members_relation SET share_of_value = 1.5 WHERE id = %s", plain(made.pk))
        refuses("UPDATE members_relation SET kind = 'rules' WHERE id = %s", plain(made.pk))
        with pytest.raises(IntegrityError), transaction.atomic():
            Relation.objects.create(source=world.cooperative, target=world.exporter, kind="supplies",
                                    added_by=world.officer)  # fmt: skip


@pytest.mark.postgresql
def test_of_two_admissions_for_the_last_seat_at_once_one_waits(committed):
    world = made_world()
    seats.limit_seats(by=world.manager, cluster=world.cluster, kind="cooperative", most=2, why="Mesa chica")
    asked = [
        Membership.objects.create(cluster=world.cluster, organisation=organisation(name, "cooperative"),
                                  kind="cooperative", state="applied")
        for name in ("Cooperativa Dos", "Cooperativa Tres")
    ]  # fmt: skip
    start = threading.Barrier(2)
    found: list[str] = []

    def admit(row):
        try:
            start.wait()
            found.append(memberships.admit(by=world.manager, membership=row).state)
        except Mistake as mistake:
            found.append(mistake.key)
        finally:
            connection.close()

    threads = [threading.Thread(target=admit, args=(row,)) for row in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["member", "waiting"]
    assert world.cluster.memberships.filter(kind="cooperative", state="member").count() == 2
