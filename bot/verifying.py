"""Checks an index from its checksums up to the last passage."""

from pathlib import Path

from corpus.errors import IndexDataError
from index.generation import open_generation
from index.generations import generation_folder, list_generations, read_current
from index.passage_table import PassageTable

Checked = dict[str, int]


def verify_index(index_folder: Path) -> list[Checked]:
    """For each generation, the live one first, what was found whole.

    Raises IndexDataError that names the first file that is damaged.
    """
    current = read_current(index_folder)
    if current is None:
        message = f"{index_folder}: nothing is indexed yet; run: khamtob index"
        raise IndexDataError(message)
    others = [number for number in list_generations(index_folder) if number != current]
    return [_verify_generation(index_folder, number) for number in (current, *others[::-1])]


def _verify_generation(index_folder: Path, number: int) -> Checked:
    generation = open_generation(index_folder, number)
    _check_table(generation.table, generation_folder(index_folder, number))
    return {
        "generation": number,
        "files": len(generation.manifest.files),
        "articles": generation.manifest.article_count,
        "passages": generation.manifest.passage_count,
    }


def _check_table(table: PassageTable, folder: Path) -> None:
    """Every sentence lies in its passage, every passage in its article."""
    for number in range(len(table)):
        passage = table[number]
        bounds = [0, passage.start, passage.end, len(passage.article.text)]
        spans = [table.sentence(each) for each in table.range_of_sentences(number)]
        inside = all(passage.start <= s.start < s.end <= passage.end for s in spans)
        if bounds != sorted(bounds) or passage.start == passage.end or not inside:
            message = (
                f"{folder}: passage {number} does not lie in {passage.article.id}; "
                "run: khamtob index --rebuild"
            )
            raise IndexDataError(message)
