"""Splits and handings over, what a waiting edit was made from, topics of claims in history."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import sources.records
from django.conf import settings
from django.db import migrations, models

from quotes.models.guards import NEED_CORRECTION, WITH_HANDOVERS


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("quotes", "0004_scales"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimTopicEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=sources.records.new_public_id,
                        editable=False,
                        help_text="Twelve random characters; never changed, never used again.",
                        max_length=12,
                        unique=True,
                        verbose_name="id",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("split", "split"), ("handover", "handed over")], max_length=8
                    ),
                ),
                ("source", models.BigIntegerField(help_text="Key of the quote that gave.")),
                (
                    "target",
                    models.BigIntegerField(help_text="Key of the quote that got; made by a split."),
                ),
                ("moved", models.JSONField(help_text="Keys of the rows that moved, by kind.")),
                ("reason", models.TextField(blank=True)),
                (
                    "moved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=django.db.models.functions.comparison.Cast(
                            django.db.models.functions.comparison.Cast(
                                models.Func(
                                    function="pg_current_xact_id", output_field=models.TextField()
                                ),
                                models.TextField(),
                            ),
                            models.BigIntegerField(),
                        ),
                        editable=False,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ClaimTopic",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("quotes.claim_topics",),
        ),
        migrations.AlterModelOptions(
            name="quote",
            options={
                "ordering": ["-id"],
                "permissions": [
                    ("discuss", "May leave remarks on the desk"),
                    ("contribute", "May add articles, decide candidates and draft"),
                    (
                        "edit",
                        "May edit anything unpublished, submit, and approve others' assessments",
                    ),
                    ("publish", "May publish, correct, withdraw and merge"),
                    ("administer", "May manage users and tokens"),
                ],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="waitingedit",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="waitingedit",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="waitingedit",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="waitingedit",
            name="answer",
            field=models.TextField(blank=True, help_text="Why it was sent back."),
        ),
        migrations.AddField(
            model_name="waitingedit",
            name="seen",
            field=models.JSONField(
                default=dict, help_text="The values that these fields had when it was proposed."
            ),
        ),
        migrations.AddField(
            model_name="waitingeditevent",
            name="answer",
            field=models.TextField(blank=True, help_text="Why it was sent back."),
        ),
        migrations.AddField(
            model_name="waitingeditevent",
            name="seen",
            field=models.JSONField(
                default=dict, help_text="The values that these fields had when it was proposed."
            ),
        ),
        migrations.AlterField(
            model_name="waitingedit",
            name="model",
            field=models.CharField(
                help_text="quote, wording, attribution, occurrence, chain or relation.",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="waitingeditevent",
            name="model",
            field=models.CharField(
                help_text="quote, wording, attribution, occurrence, chain or relation.",
                max_length=20,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="waitingedit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quotes_waitingeditevent" ("answer", "created_at", "decided_at", "decided_by_id", "edit_version", "id", "kind", "model", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "quote_id", "reason", "row_id", "seen", "taken", "values") VALUES (NEW."answer", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."edit_version", NEW."id", NEW."kind", NEW."model", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."public_id", NEW."quote_id", NEW."reason", NEW."row_id", NEW."seen", NEW."taken", NEW."values"); RETURN NULL;',
                    hash="631e01ef520bbb6eb57fce0770521379f3c89977",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c83f8",
                    table="quotes_waitingedit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="waitingedit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quotes_waitingeditevent" ("answer", "created_at", "decided_at", "decided_by_id", "edit_version", "id", "kind", "model", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "quote_id", "reason", "row_id", "seen", "taken", "values") VALUES (NEW."answer", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."edit_version", NEW."id", NEW."kind", NEW."model", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."public_id", NEW."quote_id", NEW."reason", NEW."row_id", NEW."seen", NEW."taken", NEW."values"); RETURN NULL;',
                    hash="78d237e8b2cd4eb5bbc9c6f16758311101ea2e5a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_45700",
                    table="quotes_waitingedit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="waitingedit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quotes_waitingeditevent" ("answer", "created_at", "decided_at", "decided_by_id", "edit_version", "id", "kind", "model", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "quote_id", "reason", "row_id", "seen", "taken", "values") VALUES (OLD."answer", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."edit_version", OLD."id", OLD."kind", OLD."model", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."public_id", OLD."quote_id", OLD."reason", OLD."row_id", OLD."seen", OLD."taken", OLD."values"); RETURN NULL;',
                    hash="7989692713105cd3c979c8e92e48851371c117a3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1f4cf",
                    table="quotes_waitingedit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="claimtopicevent",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quotes.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimtopicevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="claimtopicevent",
            name="topic",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="quotes.topic",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="undone_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimtopicevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="quotes.claimtopic",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimtopic",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quotes_claimtopicevent" ("claim_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") VALUES (NEW."claim_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."topic_id"); RETURN NULL;',
                    hash="22508f5cc0d72b6f11438d2a476ddd8104c42423",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8579f",
                    table="quotes_claim_topics",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimtopic",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "quotes_claimtopicevent" ("claim_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") VALUES (NEW."claim_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."topic_id"); RETURN NULL;',
                    hash="b99693064237d5fcf6128e53d83704c356892fba",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0b6d4",
                    table="quotes_claim_topics",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimtopic",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "quotes_claimtopicevent" ("claim_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topic_id") VALUES (OLD."claim_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."topic_id"); RETURN NULL;',
                    hash="079f18a7bfe84503b5417739e34b21b350ec1128",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_58360",
                    table="quotes_claim_topics",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["xid"], name="handover_of_an_act"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["split", "handover"])),
                name="handover_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    _connector="OR",
                ),
                name="handover_undone_at_and_undone_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="handover_between_two_quotes",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="xid_of_the_act",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.xid = pg_current_xact_id()::text::bigint; RETURN NEW;",
                    hash="1996b87b380dee95674c675d02b7bf0b3a497fcf",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_xid_of_the_act_a195b",
                    table="quotes_handover",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL OR\n                (NEW.kind, NEW.source, NEW.target, NEW.moved, NEW.reason, NEW.moved_by_id,\n                 NEW.moved_at) IS DISTINCT FROM\n                (OLD.kind, OLD.source, OLD.target, OLD.moved, OLD.reason, OLD.moved_by_id,\n                 OLD.moved_at) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', MESSAGE = 'A split or a handing over is on record for ever; it can be undone once.'; END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n        ",
                    hash="2368eb2832725caed1cc206f4cb283d4cb8fcf63",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47d20",
                    table="quotes_handover",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimtopicevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f1c3b06be4b3acf9d9239ef278e98d80d64b4d0c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_93526",
                    table="quotes_claimtopicevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            WITH_HANDOVERS,
            NEED_CORRECTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
