"""The version of everything that workers keep in memory."""

from django.db import connection, models


class ContentStamp(models.Model):
    """One row; its `version` rises with every change to pages, menus, settings, redirects and privacy."""

    version = models.BigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_content_stamp")]

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def raise_version(cls) -> None:
        """Raise the version in the running transaction, so that it shows when the change itself does.

        The clock has a part in it: a version that a rollback took back never stands for something else later.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} AS stamp (id, version) "  # noqa: S608
                "VALUES (1, (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint) "
                "ON CONFLICT (id) DO UPDATE SET version = GREATEST(stamp.version + 1, EXCLUDED.version)"
            )


class AreaStamp(models.Model):
    """The version of one part of the shared content that is dear to read, such as the toolkit.

    It rises together with the content stamp when that part changes, so that other changes do not have it read anew.
    """

    area = models.CharField(max_length=20, primary_key=True)
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.area}: {self.version}"

    @classmethod
    def raise_version(cls, area: str) -> None:
        """Raise the version of `area` in the running transaction."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} AS stamp (area, version) "  # noqa: S608
                "VALUES (%s, (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint) "
                "ON CONFLICT (area) DO UPDATE SET version = GREATEST(stamp.version + 1, EXCLUDED.version)",
                [area],
            )
