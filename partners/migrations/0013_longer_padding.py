import classroom.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0012_check_ins_for_some"),
    ]

    operations = [
        migrations.AlterField(
            model_name="checkin",
            name="content",
            field=classroom.fields.EncryptedJSONField(label="partners.checkin.content", step=1024),
        ),
        migrations.AlterField(
            model_name="considerations",
            name="content",
            field=classroom.fields.EncryptedJSONField(label="partners.considerations.content", default=dict, step=1024),
        ),
        migrations.AlterField(
            model_name="notedraft",
            name="content",
            field=classroom.fields.EncryptedJSONField(label="partners.notedraft.content", step=4096),
        ),
        migrations.AlterField(
            model_name="partnerchange",
            name="reason",
            field=classroom.fields.EncryptedTextField(label="partners.partnerchange.reason", blank=True, default="", step=1024),
        ),
        migrations.AlterField(
            model_name="partnernote",
            name="content",
            field=classroom.fields.EncryptedJSONField(label="partners.partnernote.content", step=4096),
        ),
        migrations.AlterField(
            model_name="planstep",
            name="said",
            field=classroom.fields.EncryptedJSONField(label="partners.planstep.said", default=dict, step=1024),
        ),
        migrations.AlterField(
            model_name="rule",
            name="content",
            field=classroom.fields.EncryptedJSONField(label="partners.rule.content", step=1024),
        ),
        migrations.AlterField(
            model_name="safetyflag",
            name="content",
            field=classroom.fields.EncryptedJSONField(label="partners.safetyflag.content", step=1024),
        ),
    ]
