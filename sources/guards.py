"""Triggers: the rules that only the database can hold, since it sees raw SQL too.

Each function gives a trigger for ``Meta.triggers``. Each refusal is a sentence with the name of
the rule (``constraint_name`` of the error), raised as a check violation, which Django reports as
an IntegrityError.
"""

import pgtrigger

CHANGE = pgtrigger.Insert | pgtrigger.Update


def refuse(rule: str, sentence: str) -> str:
    """The PL/pgSQL statement that refuses a change and says why."""
    sentence = sentence.replace("'", "''")
    return (
        f"RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}', "
        f"MESSAGE = '{sentence}';"
    )


def counts_edits():
    """`edit_version` starts at 1 and rises by one with each change; nobody sets it by hand."""
    sentence = (
        "edit_version is raised by the database. This row was changed since it was read: "
        "read it again."
    )
    return pgtrigger.Trigger(
        name="edit_version",
        when=pgtrigger.Before,
        operation=CHANGE,
        func=f"""
        IF TG_OP = 'INSERT' THEN
            IF NEW.edit_version <> 1 THEN {refuse("edit_version", sentence)} END IF;
            RETURN NEW;
        END IF;
        IF NEW.edit_version <> OLD.edit_version THEN {refuse("edit_version", sentence)} END IF;
        NEW.edit_version = OLD.edit_version + 1;
        RETURN NEW;
        """,
    )


def numbers_the_act():
    """`xid` is the transaction of the latest change, so that other rules know what is one act."""
    return pgtrigger.Trigger(
        name="xid_of_the_act",
        when=pgtrigger.Before,
        operation=CHANGE,
        func="NEW.xid = pg_current_xact_id()::text::bigint; RETURN NEW;",
    )


def moves_only(field: str, moves: dict, start: str, unless: str = ""):
    """`field` starts at `start` and makes only the moves in the table, or any where `unless`
    holds (SQL over NEW and OLD)."""
    pairs = ", ".join(
        f"('{before}', '{after}')" for before, afters in moves.items() for after in sorted(afters)
    )
    begin = refuse(f"{field}_starts", f"A new row starts as {start}.")
    but = f" AND NOT ({unless})" if unless else ""
    return pgtrigger.Trigger(
        name=f"{field}_moves",
        when=pgtrigger.Before,
        operation=CHANGE,
        func=f"""
        IF TG_OP = 'INSERT' THEN
            IF NEW.{field} <> '{start}' THEN {begin} END IF;
            RETURN NEW;
        END IF;
        IF NEW.{field} <> OLD.{field} AND (OLD.{field}, NEW.{field}) NOT IN ({pairs}){but} THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{field}_moves',
            MESSAGE = 'There is no move from ' || OLD.{field} || ' to ' || NEW.{field} || '.';
        END IF;
        RETURN NEW;
        """,
    )


def append_only(sentence: str, when: str = "TRUE", name: str = "append_only"):
    """Rows for which `when` holds (SQL over OLD) are neither changed nor deleted."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
        IF {when} THEN {refuse(name, sentence)} END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        """,
    )


def no_merge_chains():
    """`merged_into` names a row that is not merged itself, and a target stays a target."""
    sentence = "This row was merged already, or others were merged into it: name the last one."
    return pgtrigger.Trigger(
        name="no_merge_chains",
        when=pgtrigger.Before,
        operation=CHANGE,
        func=pgtrigger.Func(
            f"""
            IF NEW.merged_into_id IS NOT NULL AND (
                EXISTS (SELECT 1 FROM {{meta.db_table}} AS other
                        WHERE other.id = NEW.merged_into_id AND other.merged_into_id IS NOT NULL)
                OR EXISTS (SELECT 1 FROM {{meta.db_table}} AS other
                           WHERE other.merged_into_id = NEW.id)
            ) THEN {refuse("no_merge_chains", sentence)} END IF;
            RETURN NEW;
            """
        ),
    )


def checks(name: str, wrong: str, sentence: str, operation=CHANGE, declare=None, deferred=False):
    """Refuse a row for which `wrong` (SQL over NEW and OLD) holds; deferred: at commit."""
    options = {"timing": pgtrigger.Deferred} if deferred else {}
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After if deferred else pgtrigger.Before,
        operation=operation,
        declare=declare,
        func=f"IF {wrong} THEN {refuse(name, sentence)} END IF; RETURN NEW;",
        **options,
    )
