"""A worker in a process of its own, to be killed: makes one document with the format of tests.

python -m tests.comments.response_document.worker KEY STORAGE WORKSPACE
"""

import sys

import django


def main(key: str, storage: str, workspace: str) -> None:
    django.setup()
    from django.conf import settings
    from django.core.files.storage import storages

    from comments.response_document import building, formats
    from tests.comments.response_document import text_renderer

    storages["private"]._location = storage
    settings.RESPONSE_WORKSPACE = workspace
    formats.RENDERERS = {"html": text_renderer.NAME}
    while building.run(int(key)):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
