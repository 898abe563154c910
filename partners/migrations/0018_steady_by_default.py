from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0017_solver_result'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workshop',
            name='mode',
            field=models.CharField(choices=[('steady', 'Steady'), ('mix', 'Mix'), ('fresh', 'Fresh')], default='steady', max_length=6),
        ),
    ]
