"""The signed head and count of each day."""

from django.db import models


class LedgerSeal(models.Model):
    """Head and count of the ledger on a day, with the signature (Ed25519) over them."""

    day = models.DateField(primary_key=True)
    count = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    key = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_seal"
        ordering = ("-day",)
