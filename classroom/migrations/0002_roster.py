"""The order of the roll, a name that the teacher chose, and ids from files under the key."""

from django.db import migrations, models

import classroom.fields
from classroom.names import sort_key


def carry_over(apps, schema_editor):
    for student in apps.get_model("classroom", "Student").objects.order_by("pk").iterator():
        student.source_id = student.source_id_in_clear
        student.sort_key = sort_key(student.called, student.name).encode()
        student.save(update_fields=["source_id", "sort_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="student", name="one_student_a_source_id"),
        migrations.RenameField(model_name="student", old_name="source_id", new_name="source_id_in_clear"),
        migrations.AddField(
            model_name="student",
            name="source_id",
            field=classroom.fields.EncryptedTextField(label="classroom.student.source_id",
                blank=True, default="", help_text="The id in the file the child came from.", step=64
            ),
        ),
        migrations.AddField(
            model_name="student",
            name="goes_by",
            field=models.CharField(
                blank=True,
                max_length=60,
                verbose_name="goes by",
                help_text="What the teacher chose to call the child.",
            ),
        ),
        migrations.AddField(model_name="student", name="sort_key", field=models.BinaryField(default=b"")),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="student", name="source_id_in_clear"),
    ]
