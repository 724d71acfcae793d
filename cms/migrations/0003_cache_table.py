"""Make the table of the database cache, which the workers share where no Redis is set."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE TABLE IF NOT EXISTS cms_cache (
                    cache_key varchar(255) PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                );
                CREATE INDEX IF NOT EXISTS cms_cache_expires ON cms_cache (expires);
            """,
            reverse_sql="DROP TABLE IF EXISTS cms_cache;",
        )
    ]
