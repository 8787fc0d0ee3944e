"""Lets Tenon open sentence encoders of 1 GB and 4 GB with a heap of 1 GB, and compares an embedding with NumPy.

    python tests/interop/large_folder.py FOLDER [--classpath FILE] [--engine tensorflow|onnxruntime] [--keep]

(python: any with NumPy, such as tests/interop/make-venv's.) Writes BERT folders with a sparse model.safetensors, which take
little disk: all weights are zero but the gains, the rows of the tokens that occur, and the feed-forward part of the last layer.
The larger one has more words and more layers. LargeFolder.java opens each in a process of its own; its heap in use must not differ by
more than what the vocabularies need. Takes 5 GB of disk for Tenon's temporary file and 8 GB of memory. Not part of
tests/interop/run.
"""

import argparse
import json
import math
import pathlib
import shutil
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, INNER, EPSILON = 1024, 4096, 1e-12
SIZES = {"small": (120_000, 10), "large": (480_000, 41)}  # words, layers
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = [3, 77, 11]  # of the text
PER_WORD = 400  # bytes of heap that a tokenizer may take for each word
HEAP = "1g"


def shapes(words, layers):
    yield "embeddings.word_embeddings.weight", (words, WIDTH)
    yield "embeddings.position_embeddings.weight", (64, WIDTH)
    yield "embeddings.token_type_embeddings.weight", (2, WIDTH)
    for part in ("weight", "bias"):
        yield "embeddings.LayerNorm." + part, (WIDTH,)
    for layer in range(layers):
        stem = f"encoder.layer.{layer}."
        dense = {"attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH), "attention.self.value": (WIDTH, WIDTH)}
        dense |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}
        for name, shape in dense.items():
            yield stem + name + ".weight", shape
            yield stem + name + ".bias", shape[:1]
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            yield stem + name + ".weight", (WIDTH,)
            yield stem + name + ".bias", (WIDTH,)


def generate(folder, words, layers):
    """Writes the folder, and returns its size and the vector that the text has."""
    folder.mkdir(parents=True, exist_ok=True)
    header, place = {}, 0
    for name, shape in shapes(words, layers):
        end = place + 4 * int(np.prod(shape))
        header[name] = dict(dtype="F32", shape=shape, data_offsets=[place, end])
        place = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    rng = np.random.default_rng(5)
    tokens = [2] + [len(SPECIAL) + word for word in WORDS] + [3]
    rows = rng.standard_normal((len(tokens), WIDTH)).astype("float32")
    biases = rng.standard_normal((2, WIDTH)).astype("float32")
    inner = rng.standard_normal(INNER).astype("float32")
    kernel = (rng.standard_normal((WIDTH, INNER)) / INNER**0.5).astype("float32")
    with open(folder / "model.safetensors", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        data = file.tell()

        def put(name, values, row=0):
            file.seek(data + header[name]["data_offsets"][0] + 4 * row * WIDTH)
            file.write(values.astype("<f4").tobytes())

        for name in header:
            if name.endswith("LayerNorm.weight"):
                put(name, np.ones(WIDTH))
        for token, values in zip(tokens, rows):
            put("embeddings.word_embeddings.weight", values, token)
        last = f"encoder.layer.{layers - 1}."
        put(last + "intermediate.dense.bias", inner)
        put(last + "output.dense.weight", kernel)
        put(last + "output.dense.bias", biases[0])
        put(last + "output.LayerNorm.bias", biases[1])
        file.truncate(data + place)
    config = dict(architectures=["BertModel"], model_type="bert", vocab_size=words, hidden_size=WIDTH, num_hidden_layers=layers)
    config |= dict(num_attention_heads=16, intermediate_size=INNER, max_position_embeddings=64, type_vocab_size=2)
    config |= dict(layer_norm_eps=EPSILON, hidden_act="gelu", pad_token_id=0)
    vocabulary = {token: number for number, token in enumerate(SPECIAL + [f"w{i}" for i in range(words - len(SPECIAL))])}
    tokenizer = dict(
        version="1.0", truncation=None, padding=None, normalizer=None, decoder=None, pre_tokenizer={"type": "BertPreTokenizer"},
        added_tokens=[dict(id=i, content=token, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
                      for i, token in enumerate(SPECIAL)],
        post_processor=dict(type="BertProcessing", sep=["[SEP]", 3], cls=["[CLS]", 2]),
        model=dict(type="WordPiece", unk_token="[UNK]", continuing_subword_prefix="##", max_input_chars_per_word=100, vocab=vocabulary))  # fmt: skip
    modules = ["Transformer", "Pooling", "Normalize"]
    paths = ["", "1_Pooling", "2_Normalize"]
    entries = [dict(idx=i, name=str(i), path=paths[i], type="sentence_transformers.models." + name) for i, name in enumerate(modules)]
    (folder / "1_Pooling").mkdir(exist_ok=True)
    files = {"config": config, "tokenizer": tokenizer, "modules": entries}
    files["1_Pooling/config"] = dict(word_embedding_dimension=WIDTH, pooling_mode_mean_tokens=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))

    def normal(x):
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + EPSILON)

    inner = inner.astype("float64")
    gelu = inner * (1 + np.vectorize(math.erf)(inner / 2**0.5)) / 2
    states = normal(normal(rows.astype("float64")) + kernel.astype("float64") @ gelu + biases[0]) + biases[1]
    mean = states.mean(0)
    return data + place, mean / np.linalg.norm(mean)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--classpath", default=str(HERE.parents[1] / ".tenon" / "classpath"), help="a file")
    parser.add_argument("--engine", default="tensorflow", choices=["tensorflow", "onnxruntime"])
    parser.add_argument("--keep", action="store_true", help="keeps the files")
    options = parser.parse_args()
    classpath = pathlib.Path(options.classpath).read_text().strip()
    text = " ".join(f"w{word}" for word in WORDS)
    good, heaps = True, {}
    for name, (words, layers) in SIZES.items():
        folder = options.folder / name
        size, expected = generate(folder, words, layers)
        command = ["java", "-Xmx" + HEAP, "-cp", classpath, str(HERE / "LargeFolder.java"), options.engine, folder, text]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
        apart = float(np.abs(np.array(found["vector"]) - expected).max() / np.abs(expected).max())
        good &= apart <= 1e-5
        heaps[name] = found["heap"]
        print(
            f"{'ok  ' if apart <= 1e-5 else 'FAIL'} {size / 1e9:.2f} GB on {options.engine}: {apart:.1e} apart; {found['seconds']:.1f} s, "
            f"{found['heap'] / 1e6:.0f} MB of heap in use, at most {found['peak'] / 1e9:.1f} GB resident", flush=True)  # fmt: skip
        if not options.keep:
            shutil.rmtree(folder)
    bound = heaps["small"] + PER_WORD * (SIZES["large"][0] - SIZES["small"][0])
    if heaps["large"] > bound:
        good = False
        print(f"FAIL the heap grows with the file: {heaps['large']} bytes, expected at most {bound}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
