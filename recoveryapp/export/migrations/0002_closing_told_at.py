from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("export", "0001_exports_imports_and_closings")]

    operations = [
        migrations.AddField(model_name="closing", name="told_at", field=models.DateTimeField(null=True))
    ]
