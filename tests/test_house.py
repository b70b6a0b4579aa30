"""The house: what the repository promises about itself, and that each promise can be seen to break.

Every rule is a function from text (or a parsed file) to what breaks it. Each is used twice: on the
repository, where it must find nothing, and on a small broken copy, where it must find the fault.
"""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
ROOMS = ("read", "clean", "verify", "compare", "publish")
MAX_BYTES = 1024 * 1024
MAX_FUNCTION = 60
MAX_MODULE = 440
# Written apart, so that this file does not break its own rule.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "ana" + "conda.org",
    "deb" + "ian.org",
]
INDEX_OPTION = re.compile(
    r"--(extra-)?index-" r"url|--find-" r"links|^\s*(extra-)?index-" r"url\s*=", re.M
)
MACHINE_PATH = re.compile(
    r"(?:^|[^A-Za-z0-9_.~])(/(?:work|farm|root|tmp|home|Users|opt)/[\w.-]+)", re.M
)


# --- the rules ----------------------------------------------------------------------------------


def index_hosts(environ: dict[str, str]) -> list[str]:
    """Hosts of package indexes: the public ones, and those that this machine is set up with."""
    named = [value for key, value in environ.items() if re.search(r"INDEX|REGISTRY", key)]
    urls = [url for value in named for url in value.split() if "://" in url]
    return HOSTS + [host for url in urls if (host := urlsplit(url).hostname)]


def named_hosts(text: str, hosts: list[str]) -> list[str]:
    """Index hosts and options that name one, as they stand in `text`."""
    options = [match.group().strip() for match in INDEX_OPTION.finditer(text)]
    return [host for host in hosts if host in text] + options


def machine_paths(text: str) -> list[str]:
    """Absolute paths that only hold on somebody's machine."""
    return MACHINE_PATH.findall(text)


def pins(lock: str) -> dict[str, list[str]]:
    """Every pin of a lock: canonical name to versions (one a Python, where they differ)."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", lock, re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def without_hash(lock: str) -> list[str]:
    """Requirements of a lock that are not an exact pin with at least one sha256."""
    entries = re.split(r"\n(?=\S)", "\n" + lock.replace("\\\n", " "))
    wanted = [entry.strip() for entry in entries if entry.strip() and not entry.startswith("#")]
    right = re.compile(r"[\w.-]+==\S+.*--hash=sha256:[0-9a-f]{64}")
    return [entry.split("\n")[0] for entry in wanted if not right.match(entry)]


def direct(project: dict[str, Any], *groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: the runtime dependencies and the named groups."""
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


def unsatisfied(wanted: list[Requirement], locked: dict[str, list[str]]) -> list[str]:
    """Requirements that the lock has no pin for, or a pin outside the range."""
    faults = []
    for requirement in wanted:
        versions = locked.get(canonicalize_name(requirement.name), [])
        if not versions or not all(requirement.specifier.contains(v) for v in versions):
            faults.append(f"{requirement} (locked: {versions or 'nothing'})")
    return faults


def environment_faults(wanted: list[Requirement], environment: dict[str, Any]) -> list[str]:
    """Where conda's environment and pyproject.toml differ, as `what: pyproject | conda`."""
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    conda = {str(canonicalize_name(r.name)): r.specifier for r in map(Requirement, lines)}
    only_conda = {name: conda.pop(name, None) for name in ("python", "quarto", "pip")}
    faults = [f"{name}: | missing" for name, found in only_conda.items() if found is None]
    ours = {str(canonicalize_name(r.name)): r.specifier for r in wanted}
    for name in sorted(ours.keys() | conda.keys()):
        if ours.get(name) != conda.get(name):
            faults.append(f"{name}: {ours.get(name, 'missing')} | {conda.get(name, 'missing')}")
    return faults


def stored_results(notebook: dict[str, Any]) -> list[int]:
    """Numbers of the cells that were stored with a result or a count of runs."""
    cells = enumerate(notebook["cells"], start=1)
    return [n for n, cell in cells if cell.get("outputs") or cell.get("execution_count")]


def helped_targets(makefile: str) -> set[str]:
    """Targets that `make help` describes."""
    return set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.M))


def phony_targets(makefile: str) -> set[str]:
    """Targets that a user can name, from .PHONY."""
    named = re.search(r"^\.PHONY: (.*)$", makefile, re.M)
    return set(named.group(1).split()) - {"FORCE"} if named else set()


def imported(source: str) -> set[str]:
    """Dotted names of the modules that `source` imports, at any depth of the code."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def later_rooms(room: str, source: str) -> list[str]:
    """Rooms after `room` that a module in it imports from."""
    later = ROOMS[ROOMS.index(room) + 1 :]
    used = {name.split(".")[1] for name in imported(source) if name.startswith("finsam_analysis.")}
    return [other for other in later if other in used]


def long_functions(source: str, limit: int = MAX_FUNCTION) -> list[str]:
    """Functions over `limit` lines, with their length."""
    nodes = ast.walk(ast.parse(source))
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [(n.name, (n.end_lineno or n.lineno) - n.lineno + 1) for n in functions]
    return [f"{name}: {length} lines" for name, length in lengths if length > limit]


def undeclared(names: set[str], wanted: list[Requirement]) -> list[str]:
    """Third-party packages among the imported `names` that no requirement asks for."""
    declared = {canonicalize_name(requirement.name) for requirement in wanted}
    providers = importlib.metadata.packages_distributions()
    own = {"finsam_analysis", "tests", "tools", "benchmarks", "__future__"}
    tops = {name.split(".")[0] for name in names} - sys.stdlib_module_names - own
    return sorted(
        top
        for top in tops
        if not declared & {canonicalize_name(name) for name in providers.get(top, [top])}
    )


def decision_faults(name: str, text: str) -> list[str]:
    """What a decision record lacks: its number in the heading, or one of the four headings."""
    wanted = [f"# {name[:4]}: ", "Date: ", "## Question", "## Decision", "## Weighed", "## Follows"]
    return [part for part in wanted if not re.search(f"^{re.escape(part)}", text, re.M)]


# --- the repository -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Files that git tracks (or would, once added) and that lie in the work tree."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files belong to the project is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts(tracked: list[Path]) -> dict[str, str]:
    """The tracked files that are text, by their path in the repository."""
    found = {}
    for path in tracked:
        data = path.read_bytes()
        if b"\0" not in data:
            found[path.relative_to(ROOT).as_posix()] = data.decode("utf-8")
    return found


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def code(texts: dict[str, str]) -> dict[str, str]:
    """Python files of the package, by their path under src/finsam_analysis."""
    home = "src/finsam_analysis/"
    return {
        name.removeprefix(home): text
        for name, text in texts.items()
        if name.startswith(home) and name.endswith(".py")
    }


def test_no_file_names_a_package_index(texts: dict[str, str]) -> None:
    hosts = index_hosts(dict(os.environ))
    assert {
        name: found for name, text in texts.items() if (found := named_hosts(text, hosts))
    } == {}


def test_no_file_holds_a_path_of_one_machine(texts: dict[str, str]) -> None:
    assert {name: found for name, text in texts.items() if (found := machine_paths(text))} == {}


def test_no_file_is_over_a_mebibyte(tracked: list[Path]) -> None:
    assert [str(path) for path in tracked if path.stat().st_size > MAX_BYTES] == []


def test_a_full_report_is_never_tracked(tracked: list[Path]) -> None:
    kept = [path for path in tracked if path.match("data/raw/*/source.*")]
    assert kept == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-quarto.lock"])
def test_every_pin_has_hashes(lock: str) -> None:
    assert without_hash((ROOT / lock).read_text(encoding="utf-8")) == []


def test_the_lock_gives_what_pyproject_asks_for(project: dict[str, Any]) -> None:
    main = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    quarto = pins((ROOT / "requirements-quarto.lock").read_text(encoding="utf-8"))
    assert unsatisfied(direct(project, "lab", "dev"), main) == []
    wanted = [Requirement(line) for line in project["dependency-groups"]["quarto"]]
    assert unsatisfied(wanted, quarto) == []
    assert len(quarto) == len(wanted)


def test_conda_and_pyproject_ask_for_the_same(project: dict[str, Any]) -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment_faults(direct(project, "lab", "dev"), environment) == []


def test_every_import_is_a_dependency(texts: dict[str, str], project: dict[str, Any]) -> None:
    names: set[str] = set()
    for name, text in texts.items():
        if name.endswith(".py"):
            names |= imported(text)
    assert undeclared(names, direct(project, "lab", "dev")) == []


def test_the_package_runs_without_the_groups(code: dict[str, str], project: dict[str, Any]) -> None:
    names = set().union(*map(imported, code.values()))
    assert undeclared(names, direct(project)) == []


def test_notebooks_are_stored_without_results(texts: dict[str, str]) -> None:
    notebooks = {name: json.loads(text) for name, text in texts.items() if name.endswith(".ipynb")}
    assert {name: found for name, nb in notebooks.items() if (found := stored_results(nb))} == {}


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert helped_targets(makefile) == phony_targets(makefile)
    assert helped_targets(makefile) >= {"site", "test", "data", "lab", "check", "help", "clean"}


def test_every_target_of_help_can_be_made() -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    run = {"cwd": ROOT, "env": environ, "capture_output": True, "text": True}
    shown = subprocess.run(["make", "help"], check=True, **run).stdout  # type: ignore[call-overload]
    targets = re.findall(r"^  make (\S+) ", shown, re.M)
    assert set(targets) == helped_targets((ROOT / "Makefile").read_text(encoding="utf-8"))
    for target in targets:
        dry = subprocess.run(["make", "--dry-run", target], **run)  # type: ignore[call-overload]
        assert dry.returncode == 0, f"make {target}: {dry.stderr}"


def test_modules_that_make_runs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    modules = set(re.findall(r"python -m ((?:finsam_analysis|benchmarks)[\w.]*)", makefile))
    paths = {module: module.replace(".", "/") for module in modules}
    missing = [
        module
        for module, path in paths.items()
        if not any((ROOT / top / f"{path}.py").exists() for top in ("", "src"))
        and not any((ROOT / top / path / "__main__.py").exists() for top in ("", "src"))
    ]
    assert missing == []


def test_scripts_can_be_run() -> None:
    scripts = [path for path in (ROOT / "tools").iterdir() if path.suffix == "" and path.is_file()]
    scripts.append(ROOT / ".ci" / "run")
    assert len(scripts) > 3
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []
    assert "set -euo pipefail" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_room_imports_only_from_rooms_before(code: dict[str, str]) -> None:
    rooms = {name: text for name, text in code.items() if name.split("/")[0] in ROOMS}
    assert {
        name: found
        for name, text in rooms.items()
        if (found := later_rooms(name.split("/")[0], text))
    } == {}


def test_functions_and_modules_stay_short(code: dict[str, str]) -> None:
    assert {name: found for name, text in code.items() if (found := long_functions(text))} == {}
    lengths = {name: text.count("\n") for name, text in code.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_MODULE} == {}


def test_decisions_have_one_number_and_every_heading(texts: dict[str, str]) -> None:
    home = "docs/decisions/"
    records = {
        name.removeprefix(home): text
        for name, text in texts.items()
        if name.startswith(home) and not name.endswith("template.md")
    }
    assert {
        name: found for name, text in records.items() if (found := decision_faults(name, text))
    } == {}
    numbers = sorted(name[:4] for name in records)
    assert numbers == [f"{n:04}" for n in range(1, len(records) + 1)]


def test_the_change_log_keeps_data_apart_from_code() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.M)[1:]
    assert releases
    assert [r.split("\n")[0] for r in releases if "### Data" not in r or "### Code" not in r] == []


# --- broken copies ------------------------------------------------------------------------------

HASH = "--hash=sha256:" + "0" * 64
BROKEN_PROJECT = {
    "project": {"dependencies": ["polars>=2.0,<3", "rich>=14"]},
    "dependency-groups": {"dev": ["pytest>=9"]},
}


def test_a_named_index_is_seen() -> None:
    host = "files.python" + "hosted.org"
    assert named_hosts(f"see https://{host}/x", HOSTS) == ["python" + "hosted.org"]
    assert named_hosts("pip install --index-" + "url x", HOSTS) == ["--index-" + "url"]
    assert named_hosts("index-" + "url = x", HOSTS) == ["index-" + "url ="]
    assert named_hosts("uv pip compile --no-emit-index-" + "url", HOSTS) == []
    mine = index_hosts({"PIP_INDEX_URL": "https://user@mirror.example/simple", "HOME": "https://x"})
    assert named_hosts("url = mirror.example", mine) == ["mirror.example"]


def test_a_machine_path_is_seen() -> None:
    assert machine_paths('open("/' + 'home/anna/rapport.txt")') == ["/" + "home/anna"]
    assert machine_paths("/" + "tmp/x") == ["/" + "tmp/x"]
    assert machine_paths("~/" + "work/x ../work/y https://host/work/z docs/root/a") == []


def test_a_pin_without_hash_is_seen() -> None:
    pin = "six==1.17.0 ; python_version < '4'"
    good = f"# by make lock\n{pin} \\\n    {HASH} \\\n    {HASH}\n    # via x\n"
    assert without_hash(good) == []
    assert without_hash(good + "rich==14.0\n    # via x\n") == ["rich==14.0"]
    assert without_hash(good + f"rich>=14.0 \\\n    {HASH}\n") == [f"rich>=14.0      {HASH}"]
    assert without_hash("-e .\n") == ["-e ."]
    assert pins(good) == {"six": ["1.17.0"]}


def test_a_lock_that_lags_behind_is_seen() -> None:
    wanted = direct(BROKEN_PROJECT, "dev")
    locked = {"polars": ["2.1.0"], "rich": ["14.1"], "pytest": ["9.0"]}
    assert unsatisfied(wanted, locked) == []
    assert unsatisfied(wanted, locked | {"polars": ["3.0"]}) == ["polars<3,>=2.0 (locked: ['3.0'])"]
    assert unsatisfied(wanted, locked | {"rich": ["13.9", "14.1"]})
    del locked["pytest"]
    assert unsatisfied(wanted, locked) == ["pytest>=9 (locked: nothing)"]


def test_a_conda_environment_that_differs_is_seen() -> None:
    wanted = direct(BROKEN_PROJECT, "dev")
    conda = ["python>=3.11", "quarto>=1.6", "pip", "polars>=2.0,<3", "rich>=14", "pytest>=9"]
    assert environment_faults(wanted, {"dependencies": [*conda, {"pip": ["-e ."]}]}) == []
    assert environment_faults(wanted, {"dependencies": conda[:-1]}) == ["pytest: >=9 | missing"]
    assert environment_faults(wanted, {"dependencies": [*conda, "x"]}) == ["x: missing | "]
    assert environment_faults(wanted, {"dependencies": [*conda[:4], "rich>=13", conda[5]]}) == [
        "rich: >=14 | >=13"
    ]
    assert environment_faults(wanted, {"dependencies": [conda[0], *conda[2:]]}) == [
        "quarto: | missing"
    ]


def test_a_stored_result_is_seen() -> None:
    clean: dict[str, Any] = {"cell_type": "code", "outputs": [], "execution_count": None}
    prose = {"cell_type": "markdown", "source": "text"}
    run = clean | {"outputs": [{"output_type": "stream"}]}
    assert stored_results({"cells": [clean, prose]}) == []
    assert stored_results({"cells": [prose, run, clean | {"execution_count": 3}]}) == [2, 3]


def test_a_target_without_help_is_seen() -> None:
    makefile = ".PHONY: site data FORCE\nsite: x ## builds\n\ttouch x\ndata: y\n"
    assert phony_targets(makefile) - helped_targets(makefile) == {"data"}


def test_an_import_from_a_later_room_is_seen() -> None:
    source = "def f():\n    from finsam_analysis.publish import x\n    import finsam_analysis.words"
    assert later_rooms("clean", source) == ["publish"]
    assert later_rooms("publish", source) == []
    assert later_rooms("read", "from finsam_analysis import verify") == ["verify"]


def test_a_long_function_is_seen() -> None:
    body = "    x = 1\n" * 4
    assert long_functions(f"def f():\n{body}", limit=5) == []
    assert long_functions(
        f"class A:\n    def f():\n    {body.replace(chr(10), chr(10) + '    ')}", 4
    )
    assert long_functions(f"async def f():\n{body}", limit=4) == ["f: 5 lines"]


def test_an_undeclared_import_is_seen() -> None:
    names = imported(
        "import os, yaml\nimport packaging.version as v\nfrom finsam_analysis import load\n"
    )
    wanted = [Requirement("PyYAML>=6")]
    assert undeclared(names, wanted) == ["packaging"]
    assert undeclared({"not_installed_anywhere.x"}, wanted) == ["not_installed_anywhere"]


def test_a_decision_without_its_parts_is_seen() -> None:
    text = (
        "# 0007: Labels\n\nDate: 2026-01-01.\n\n## Question\n## Decision\n## Weighed\n## Follows\n"
    )
    assert decision_faults("0007-labels.md", text) == []
    assert decision_faults("0008-labels.md", text) == ["# 0008: "]
    assert decision_faults("0007-labels.md", text.replace("## Weighed", "")) == ["## Weighed"]
