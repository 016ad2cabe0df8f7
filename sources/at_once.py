"""Create an app's first tables in one go.

Django renders every model anew after each operation of a migration. With hundreds of operations
(constraints, triggers, history) a fresh database took 20 seconds of nothing but that. Here the
state is brought to its end first, without rendering, and the tables are made in their final form.
Only for an app's first migration, whose tables do not exist yet.
"""

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger


class AtOnce(Operation):
    """The operations of a first migration: tables in their final form, then their triggers."""

    reversible = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return (type(self).__qualname__, [self.operations], {})

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # rendered again when it is needed next
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                model = to_state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.create_model(model)
        for operation in self.operations:
            if isinstance(operation, AddTrigger):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            if isinstance(operation, CreateModel):
                model = from_state.apps.get_model(app_label, operation.name)
                if self.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.delete_model(model)

    def describe(self):
        return f"Create {len(self.operations)} things at once"
