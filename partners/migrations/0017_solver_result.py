"""What the engine said of a plan has a name that says so. The column and the label of its key stay as they are."""

from django.db import migrations

import classroom.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0016_changed_by"),
    ]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="reached",
            field=classroom.fields.EncryptedJSONField(
                db_column="reached", default=dict, label="partners.plan.reached", step=64
            ),
        ),
        migrations.RenameField(model_name="plan", old_name="reached", new_name="solver_result"),
    ]
