"""Every act of an editor, read from the code: what it does, and the right that it asks for.

An act is a public function with a keyword `by`. Its right is named where it calls
``roles.check(by, roles.…)``; whoever corrects publishes; a move has a table of its own.
"""

import ast
import inspect
from types import ModuleType

from quotes import roles
from quotes.documenting.markdown import code, first_line, listed

AS_THE_MOVE = "as the move"
CALLS = {"correcting": "publish", "check_move": AS_THE_MOVE}


def of(module: ModuleType) -> list[list[str]]:
    """Rows of act, what it does, and who may."""
    rows = []
    for name, function in inspect.getmembers(module, inspect.isfunction):
        parameters = inspect.signature(function).parameters
        is_act = "by" in parameters and parameters["by"].kind == inspect.Parameter.KEYWORD_ONLY
        if not is_act or function.__module__ != module.__name__ or name.startswith("_"):
            continue
        if name.startswith(("check_", "can_")):
            continue
        rows.append([code(f"{name}()"), first_line(function.__doc__), who(function)])
    return rows


def who(function) -> str:
    """The rights that a function asks for, itself or through another act of its module."""
    found = dict.fromkeys(rights(function))
    named = [right if right == AS_THE_MOVE else code(right) for right in found]
    return listed(named, "and") if named else "–"


def rights(function) -> list[str]:
    """Every right, in the order in which it is asked for."""
    found, module = [], inspect.getmodule(function)
    for call in calls(function):
        name = called(call)
        inner = getattr(module, name, None)
        if name == "roles.check":
            found.append(getattr(roles, call.args[1].attr))
        elif name in CALLS:
            found.append(CALLS[name])
        elif inspect.isfunction(inner) and inner.__name__ != function.__name__:
            found += rights(inner)
    return found


def calls(function) -> list[ast.Call]:
    """Every call in a function, in order."""
    tree = ast.parse(inspect.getsource(inspect.unwrap(function)))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def called(call) -> str:
    """The name of what is called: `roles.check`."""
    return ast.unparse(call.func)


def sentences(function, error: str) -> list[str]:
    """With what sentences a function raises an error, in order."""
    found = []
    for call in calls(function):
        if called(call) == error and call.args and isinstance(call.args[0], ast.Constant):
            found.append(call.args[0].value)
    return found
