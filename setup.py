"""Compiles the translations while Huddle is built or installed; everything else stands in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class CompileTranslations(build_py):
    """Builds the Python files as always, with a compiled catalogue beside each catalogue."""

    def run(self) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path(__file__).parent.glob("tui/locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as words, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(words, locale=source.parts[-3]))
        super().run()


setup(cmdclass={"build_py": CompileTranslations})
