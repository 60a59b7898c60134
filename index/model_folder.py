"""Writes the carried model as an ordinary sentence-transformers folder.

The folder opens with `SentenceTransformer(folder)` like any downloaded model, and holds the same
weights once more as `onnx/model.onnx` for ONNX Runtime.
"""

import json
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.carrier import CarriedModel, Floats
from index.model_graph import write_model_graph
from index.progress import Progress, show_nothing

SPECIAL_TOKENS = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
GRAPH_FILE = "onnx/model.onnx"
TOKENIZER_FILE = "tokenizer.json"
STEP = "Preparing the model"

# Where each tensor of the carrier goes in a Hugging Face BertModel.
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_model_folder(
    model: CarriedModel, folder: Path, progress: Progress = show_nothing
) -> None:
    """Fills the existing, empty `folder` with the model, about 640 MB.

    Raises OSError if the disk is full.
    """
    progress(STEP, 0, 3)
    (folder / "onnx").mkdir()
    write_model_graph(model, folder / GRAPH_FILE)
    progress(STEP, 1, 3)
    # Not by Tokenizer.save, which raises a bare Exception when the disk is full.
    (folder / TOKENIZER_FILE).write_text(build_tokenizer(model).to_str(), encoding="utf-8")
    progress(STEP, 2, 3)
    try:
        save_file(_name_weights(model), folder / "model.safetensors", {"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error
    for name, content in _describe_model(model).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    progress(STEP, 3, 3)


def build_tokenizer(model: CarriedModel) -> Tokenizer:
    """The XLM-RoBERTa tokenizer: SentencePiece unigram pieces over nmt_nfkc text."""
    tokenizer = Tokenizer(models.Unigram(list(model.vocabulary), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS.values()))
    return tokenizer


def _name_weights(model: CarriedModel) -> dict[str, Floats]:
    hidden = model.shape.hidden
    weights = {
        "embeddings.word_embeddings.weight": model.matrices["emb.word"].to_float32(),
        "embeddings.position_embeddings.weight": model.vectors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": model.vectors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": model.vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": model.vectors["emb.ln.b"],
    }
    # The pooler is not used, but without it transformers reports missing weights.
    weights["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    weights["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    for layer in range(model.shape.layers):
        for short, long in LAYER_NAMES.items():
            source, target = f"l{layer}.{short}", f"encoder.layer.{layer}.{long}"
            weights[f"{target}.bias"] = model.vectors[f"{source}.b"]
            weights[f"{target}.weight"] = (
                model.matrices[f"{source}.w"].to_float32()
                if f"{source}.w" in model.matrices
                else model.vectors[f"{source}.w"]
            )
    return {name: np.ascontiguousarray(values) for name, values in weights.items()}


def _describe_model(model: CarriedModel) -> dict[str, object]:
    """The JSON files by which transformers and sentence-transformers know the model."""
    shape = model.shape
    parts = ("base.modules.Transformer", "sentence_transformer.modules.Pooling")
    types = [f"sentence_transformers.{part}" for part in (*parts, "base.modules.Normalize")]
    folders = ("", "1_Pooling", "2_Normalize")
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.feed_forward,
            "layer_norm_eps": shape.epsilon,
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "pad_token_id": 0,
            "tokenizer_class": "XLMRobertaTokenizer",
            "type_vocab_size": shape.token_types,
            "vocab_size": shape.vocabulary,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "cls_token": "<s>",
            "sep_token": "</s>",
            **{f"{role}_token": token for role, token in SPECIAL_TOKENS.items()},
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": kind}
            for number, (path, kind) in enumerate(zip(folders, types, strict=True))
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }
