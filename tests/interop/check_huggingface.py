"""Opens what HuggingFaceFolders.java wrote, and compares what it computes with the goldens and with PyTorch.

    check_huggingface.py folders GOLDENS MINILM WRITTEN     # python: of `make-torch-venv transformers`
    check_huggingface.py keras GOLDENS WRITTEN              # python: of make-venv
    check_huggingface.py tokens ONNX WRITTEN                # python: of `make-torch-venv transformers`; before the Java
    check_huggingface.py embeddings ONNX WRITTEN            # python: of make-venv

The last two run the ONNX file of a folder by onnxruntime with the library tokenizers, as Python does; each has an
environment of its own.
"""
import json
import os
import sys
from pathlib import Path

import numpy as np

TOLERANCE = 1e-5


def distance(found, expected):
    return float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-6))


def part(arrays, start):
    return {name[len(start) :]: arrays[name] for name in arrays if name.startswith(start)}


def folders(goldens, minilm, written):
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    import transformers
    from safetensors.numpy import load_file
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    worst = 0.0
    cases = sorted(path for path in goldens.iterdir() if path.is_dir())
    for case in cases:
        name = json.loads((written / case.name / "config.json").read_text())["architectures"][0]
        model, report = getattr(transformers, name).from_pretrained(
            written / case.name, output_loading_info=True, attn_implementation="eager"
        )
        # MPNet and RoBERTa have a second bias, which nothing reads where the decoder has its own.
        left = set(report["missing_keys"]) - {"lm_head.bias"}
        if left or report["unexpected_keys"] or report["mismatched_keys"]:
            raise SystemExit(f"{case.name}: {report}")
        arrays = np.load(case / "golden.npz")
        with torch.no_grad():
            found = model.eval()(**{k: torch.tensor(v) for k, v in part(arrays, "in.").items()})
        for key, expected in part(arrays, "out.").items():
            if key != "sentence_embedding":  # transformers opens the encoder in front of it
                worst = max(worst, distance(found[key].numpy(), expected))
    weights = load_file(written / "weights.safetensors")
    if weights["layer_0_output/kernel"].shape != (20, 12):
        raise SystemExit(f"weights: {sorted(weights)}")
    print(f"{len(cases)} folders open in transformers: {worst:.1e} of the largest")

    far = tuned(written)
    print(f"fine-tuned folders open in transformers: {far:.1e} of the largest")
    worst = max(worst, far)

    model = transformers.AutoModel.from_pretrained(minilm, attn_implementation="eager").eval()
    arrays = np.load(written / "minilm.npz")
    far = 0.0
    for length in sorted({name.split(".")[0] for name in arrays}):
        values = part(arrays, length + ".")
        with torch.no_grad():
            found = model(**{k: torch.tensor(v).long() for k, v in values.items() if "." not in k})
        features = {"token_embeddings": found[0], "attention_mask": torch.tensor(values["attention_mask"])}
        found["sentence_embedding"] = Normalize()(Pooling(found[0].shape[-1])(features))["sentence_embedding"]
        for engine in ("tensorflow", "onnxruntime"):
            for key, ours in part(values, engine + ".").items():
                far = max(far, distance(ours, found[key].numpy()))
    print(f"MiniLM: {far:.1e} of the largest")
    if max(worst, far) > TOLERANCE:
        raise SystemExit("differs")


def tuned(written):
    """Opens folders with new heads without missing weights, and compares two of them."""
    import transformers
    from sentence_transformers import SentenceTransformer

    arrays = np.load(written / "tuned.npz")
    text = "Anna reads a good book"
    kinds = {"texts": "SequenceClassification", "tokens": "TokenClassification", "questions": "QuestionAnswering"}
    for name, kind in kinds.items():
        _, report = getattr(transformers, f"AutoModelFor{kind}").from_pretrained(
            written / f"tuned.{name}", output_loading_info=True
        )
        if report["missing_keys"] or report["unexpected_keys"] or report["mismatched_keys"]:
            raise SystemExit(f"tuned.{name}: {report}")
    classify = transformers.pipeline("text-classification", model=str(written / "tuned.texts"), device="cpu")
    found = {one["label"]: one["score"] for one in classify(text, top_k=None)}
    vector = SentenceTransformer(str(written / "tuned.sentences"), device="cpu").encode(text)
    scores = np.array([found["ham"], found["spam"]])
    return max(distance(arrays["texts"], scores), distance(arrays["sentences"], vector))


def keras_files(goldens, written):
    import quiet  # noqa: F401
    import keras

    worst = 0.0
    files = sorted(written.glob("*.keras"))
    for file in files:
        model = keras.saving.load_model(file)
        arrays = np.load(goldens / file.stem / "golden.npz")
        inputs = part(arrays, "in.")
        if "pixel_values" in inputs:
            inputs["pixel_values"] = inputs["pixel_values"].transpose(0, 2, 3, 1)
        found = model([inputs[tensor.name] for tensor in model.inputs])
        expected = part(arrays, "out.")
        found = found if isinstance(found, dict) else {"logits": found}
        for key, value in expected.items():
            worst = max(worst, distance(np.asarray(found[key]), value))
    print(f"{len(files)} models open in Keras: {worst:.1e} of the largest")
    worst = max(worst, with_tokenizer(written / "encoder" / "sentence.keras", goldens.parent / "pipelines"))
    if not files or worst > TOLERANCE:
        raise SystemExit("differs")


def with_tokenizer(file, pipelines):
    """Opens a sentence encoder with a tokenizer among its assets, and what Keras makes of the file."""
    import zipfile

    import keras

    with zipfile.ZipFile(file) as archive:
        inside = archive.read("assets/tokenizer/tokenizer.json")
    tokenizer = json.loads(inside)
    if tokenizer != json.loads((pipelines / "sentence.bert" / "tokenizer.json").read_text()):
        raise SystemExit(f"{file}: another tokenizer")
    expected = json.loads((pipelines / "sentence.bert" / "expected.json").read_text())
    words = [tokenizer["model"]["vocab"][word] for word in ["[CLS]", "the", "bank", "[SEP]"]]
    row = np.array([words])
    inputs = dict(input_ids=row, attention_mask=np.ones_like(row), token_type_ids=np.zeros_like(row))
    again = file.with_name("again.keras")
    keras.saving.load_model(file).save(again)
    far = 0.0
    for opened in map(keras.saving.load_model, (file, again)):
        found = opened([inputs[tensor.name] for tensor in opened.inputs])["sentence_embedding"]
        vector = np.array(expected["embeddings"][expected["texts"].index("the bank")])
        far = max(far, distance(np.asarray(found)[0], vector))
    print(f"a .keras file with a tokenizer opens in Keras: {far:.1e} of the largest")
    return far


TEXTS = [
    "Where is the library?",
    "The library stands beside the river, behind the old bank.",
    "A bank lends money.",
    "",
    " ",
    "Der Zug fährt um sieben Uhr von Gleis drei.",
    "北京 and 東京 😀 café",
    "He read the same book again and again, and each time he found another sentence in it. " * 40,
    "books " * 300,
    "Reading rooms are open from nine to five.",
    "a",
]


def tokens(folder, written):
    from tokenizers import Tokenizer

    (written / "texts.json").write_text(json.dumps(TEXTS))
    (file,) = folder.glob("*tokenizer.json")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    np.savez(written / "tokens.npz", **{str(i): tokenizer.encode(text).ids for i, text in enumerate(TEXTS)})


def embeddings(folder, written):
    import onnxruntime

    (file,) = folder.glob("*.onnx")
    session = onnxruntime.InferenceSession(str(file))
    names = [value.name for value in session.get_inputs()]
    ids = np.load(written / "tokens.npz")
    expected = []
    for i in range(len(TEXTS)):
        row = ids[str(i)].astype(np.int64)[None]
        inputs = dict(input_ids=row, attention_mask=np.ones_like(row), token_type_ids=np.zeros_like(row))
        states = session.run(None, {name: inputs[name] for name in names})[0]
        expected.append(states[0].mean(0) if states.ndim == 3 else states[0])
    expected = np.stack(expected)
    unit = expected / np.linalg.norm(expected, axis=1, keepdims=True)
    nearest = np.argsort(-(unit @ unit[0]), kind="stable")[:4]
    arrays = np.load(written / "embeddings.npz")
    worst = 0.0
    for engine in ("tensorflow", "onnxruntime"):
        worst = max(worst, distance(arrays["vectors." + engine], expected))
        if list(arrays["found." + engine]) != list(nearest):
            raise SystemExit(f"{engine} finds {arrays['found.' + engine]} instead of {nearest}")
    print(f"{len(TEXTS)} texts of {[len(ids[name]) for name in ids]} tokens by {file.name}: {worst:.1e} of the largest")
    if worst > TOLERANCE:
        raise SystemExit("differs")


if sys.argv[1] == "tokens":
    tokens(*map(Path, sys.argv[2:]))
elif sys.argv[1] == "embeddings":
    embeddings(*map(Path, sys.argv[2:]))
elif sys.argv[1] == "folders":
    folders(*map(Path, sys.argv[2:]))
else:
    keras_files(*map(Path, sys.argv[2:]))
