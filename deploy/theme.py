"""The public theme: USWDS compiled with only the parts, fonts and icons that are used."""

import re
import shutil
from pathlib import Path

from deploy.node import Node
from deploy.places import NODE_MODULES, ROOT, THEME
from deploy.progress import Failure, step
from deploy.stamps import fingerprint, fresh

SOURCES = ROOT / "site" / "theme"
USWDS = NODE_MODULES / "@uswds" / "uswds"


def build(node: Node) -> None:
    """Bring .build/theme up to date with site/theme and the npm lock file."""
    _install_packages(node)
    stamp = THEME.with_suffix(".stamp")
    mark = fingerprint(SOURCES, ROOT / "package-lock.json", Path(__file__))
    if THEME.exists() and fresh(stamp, mark):
        return
    with step("Building the theme"):
        # Built aside and moved in whole: a page never meets half a theme.
        new = THEME.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        _compile(node, new / "css" / "plaza.css")
        _copy_own_files(new)
        _copy_what_it_names(new / "css" / "plaza.css")
        _draw_sprite(new / "img" / "sprite.svg")
        shutil.rmtree(THEME, ignore_errors=True)
        new.rename(THEME)
    stamp.write_text(mark)


def _install_packages(node: Node) -> None:
    stamp = NODE_MODULES / ".installed"
    mark = fingerprint(ROOT / "package-lock.json")
    if fresh(stamp, mark):
        return
    with step("Installing the theme's npm packages"):
        node.npm(
            # No scripts and no optional packages: sass's file watcher is all they are for.
            *("ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"),
            failed="The theme's npm packages could not be installed.",
            to_do="Is there a network? Check the connection and npm's configuration "
            "(npm config list), then try again.",
        )
    stamp.write_text(mark)


def _compile(node: Node, css: Path) -> None:
    node.run(
        NODE_MODULES / "sass" / "sass.js",
        *("--style=compressed", "--no-source-map", "--quiet-deps"),
        f"--load-path={USWDS / 'packages'}",
        *(SOURCES / "plaza.scss", css),
        failed="The theme's style sheet could not be compiled.",
        to_do="Correct site/theme at the line that is named above.",
    )


def _copy_what_it_names(css: Path) -> None:
    """The fonts and background pictures of USWDS that the style sheet names, and no others."""
    for name in sorted(
        set(re.findall(r"""url\(["']?\.\./((?:fonts|img)/[^"')]+)""", css.read_text()))
    ):
        source, copy = USWDS / "dist" / name, css.parent.parent / name
        if copy.exists():  # one of our own
            continue
        if not source.exists():
            raise Failure(f"The style sheet names {name}, which USWDS has not.", "See site/theme.")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)


def _draw_sprite(path: Path) -> None:
    """One file with the icons that site/theme/icons.txt names, each a <symbol> with its name."""
    lines = (SOURCES / "icons.txt").read_text().splitlines()
    names = [name for line in lines if (name := line.split("#")[0].strip())]
    symbols = "".join(_symbol(name) for name in names)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n')


def _symbol(name: str) -> str:
    source = USWDS / "dist" / "img" / "usa-icons" / f"{name}.svg"
    if not source.exists():
        raise Failure(f"USWDS has no icon “{name}”.", "Correct site/theme/icons.txt.")
    box, drawing = re.search(
        r'viewBox="([^"]+)"[^>]*>(.*)</svg>', source.read_text(), re.S
    ).groups()
    return f'<symbol id="{name}" viewBox="{box}">{drawing}</symbol>'


def _copy_own_files(folder: Path) -> None:
    """Scripts and pictures of ours: site/theme/js and site/theme/img."""
    for kind in ("js", "img"):
        if (SOURCES / kind).is_dir():
            shutil.copytree(SOURCES / kind, folder / kind, dirs_exist_ok=True)
