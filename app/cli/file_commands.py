"""Commands about the file as a whole: making it, its keys, what it holds, whether it is sound."""

from __future__ import annotations

from app.cli import passwords
from app.cli.context import Context, absolute
from app.cli.result import Result, key_label, named, problem_object, table
from app.errors import Problem
from app.i18n import Label


def run_new(context: Context) -> Result:
    """Make a new file for a union; the recovery code is told once."""
    from app.models.store.recovery_code import grouped
    from app.services import files

    given = context.arguments
    password = passwords.first_password(context.options, given.new_password_file)
    made = files.create(given.file, given.union, password, credit_code=given.credit_code)
    with made.file as opened:
        context.deed = opened.database.last_deed()
    context.acknowledge(context.deed)
    warnings = [problem_object(one) for one in made.warnings]
    values = {"file": absolute(given.file), "recovery_code": made.recovery_code, "warnings": warnings}
    lines = [
        str(Label("建好了：{file}", file=values["file"])),
        str(Label("恢复码（抄在纸上，和电脑分开放；忘了密码要靠它）：{code}", code=grouped(made.recovery_code))),
        *(str(one.what) for one in made.warnings),
    ]
    return Result(values, lines)


def run_passwd(context: Context) -> Result:
    """Give the file a new password."""
    from app.services import files

    with context.opened() as opened:
        password = passwords.new_password(context.arguments.new_password_file)
        changed = files.change_password(opened, password)
        context.acknowledge()
    return Result({"slots": [slot["type"] for slot in changed.keys.slots]}, [str(Label("密码换好了，恢复码不变。"))])


def run_recovery(context: Context) -> Result:
    """Give the file a new recovery code."""
    from app.models.store.recovery_code import grouped
    from app.services import files

    with context.opened() as opened:
        code = files.new_recovery_code(opened)
        context.acknowledge()
    return Result({"recovery_code": code}, [str(Label("新的恢复码（旧的作废了）：{code}", code=grouped(code)))])


def run_info(context: Context) -> Result:
    """What the file holds."""
    from app.models.declare import record_types
    from app.models.store.engine import SCHEMA_VERSION
    from app.services import listing

    with context.database() as database:
        with database.read() as session:
            types = record_types()
            counts = {name: listing.count(session, listing.View(record)) for name, record in types.items()}
        backups = database.recall("backups") or []
    last = backups[-1] if backups else None
    values = {
        "schema": SCHEMA_VERSION,
        "counts": counts,
        "last_backup": last["made_at"] if last else None,
        "last_backup_file": last["name"] if last else None,
    }
    lines = [named(key_label("schema"), SCHEMA_VERSION)]
    lines += [named(types[name].record_label, count) for name, count in counts.items() if count]
    made = f"{last['made_at']} {last['name']}" if last else Label("还没有备份过")
    lines.append(named(key_label("last_backup"), made))
    return Result(values, lines)


def run_types(context: Context) -> Result:
    """The record types that commands take."""
    import app.models  # noqa: F401 (declares the types)
    from app.models.declare import record_types

    labels = {name: str(record.record_label) for name, record in record_types().items()}
    headings = [key_label("type"), key_label("name")]
    return Result({"types": list(labels), "labels": labels}, table(headings, [list(one) for one in labels.items()]))


def run_check(context: Context) -> Result:
    """Whether the file is sound; `--deep` also carries out the whole journal again and compares."""
    from app.services.checking import check_file, unsound

    with context.database() as database:
        found = check_file(database, deep=context.arguments.deep)
    values = {"problems": [problem_object(Problem(what)) for what in found]}
    if not found:
        return Result(values, [str(Label("检查过了，没有问题。"))])
    return Result(values, [], fault=unsound(found))


def run_upgrade(context: Context) -> Result:
    """Bring an older file up to date; the old one is kept beside it."""
    from app.services.upgrading import upgrade

    done = upgrade(context.arguments.file, passwords.unlock(context.options))
    values = {"from": done.before, "to": done.after, "kept": absolute(done.kept) if done.kept else None}
    if done.kept is None:
        return Result(values, [str(Label("已经是最新的，不用升级。"))])
    context.acknowledge()
    return Result(values)
