"""Records what Keras' audio_dataset_from_directory gives. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_sounds.py

Writes the folder `sounds`, and `sounds.json`, beside itself. `other` has WAV files that TensorFlow refuses, with the numbers that they
were made of.
"""

import json
import pathlib
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

rng = np.random.default_rng(9)


def wav(path, samples, tag=1, bits=16, before=b"", extensible=False):
    """Writes bytes of samples (samples, channels) as a RIFF file."""
    channels = samples.shape[1]
    block = channels * bits // 8
    form = struct.pack("<HHIIHH", 0xFFFE if extensible else tag, channels, 8000, 8000 * block, block, bits)
    if extensible:
        form += struct.pack("<HHIH", 22, bits, 0, tag) + bytes.fromhex("000000001000800000aa00389b71")
    data = samples.tobytes()
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + before + b"data" + struct.pack("<I", len(data)) + data
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def whole(count, channels=1, bits=16):
    return rng.integers(-(2 ** (bits - 1)), 2 ** (bits - 1), (count, channels))


def sounds(root):
    names = {"high/b.wav": 5, "high/B.WAV": 3, "high/a10.wav": 9, "high/sub/z.wav": 1, "low/1.wav": 7, "low/2.wav": 4}
    for name, count in names.items():
        wav(root / name, whole(count).astype("<i2"))
    wav(root / "low" / "3.wav", whole(6).astype("<i2"), before=b"LIST\x04\x00\x00\x00abcd")
    (root / "low" / "notes.txt").write_text("no sound\n")


def other(root):
    numbers = {}
    cases = {
        "u8": (whole(4, 2, 8), lambda s: (s + 128).astype("u1"), 1, 8, 2.0**7),
        "i32": (whole(4, 1, 32), lambda s: s.astype("<i4"), 1, 32, 2.0**31),
        "i24": (whole(4, 2, 24), lambda s: np.stack([(s >> (8 * k)) & 255 for k in range(3)], -1).astype("u1").reshape(len(s), -1), 1, 24, 2.0**23),
        "f32": (rng.uniform(-1, 1, (4, 2)).astype("<f4"), lambda s: s, 3, 32, 1.0),
        "f64": (rng.uniform(-1, 1, (3, 1)), lambda s: s.astype("<f8"), 3, 64, 1.0),
    }
    for name, (samples, stored, tag, bits, one) in cases.items():
        raw = stored(samples)
        if name == "i24":
            path = root / "i24.wav"
            wav(path, raw.reshape(-1, 1), tag, bits)
            content = bytearray(path.read_bytes())
            struct.pack_into("<HIIHH", content, 22, 2, 8000, 8000 * 6, 6, 24)
            path.write_bytes(content)
        else:
            wav(root / f"{name}.wav", raw, tag, bits, extensible=name == "f32")
        numbers[name] = tensor((samples / one).astype("float32"))
    return numbers


def tensor(array):
    array = np.asarray(array)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "values": array.reshape(-1).tolist()}


def case(root, **arguments):
    data = keras.utils.audio_dataset_from_directory(root, verbose=False, **arguments)
    record = {"arguments": arguments, "class_names": data.class_names}
    batches = [[tensor(t) for t in (b if isinstance(b, tuple) else (b,))] for b in data.as_numpy_iterator()]
    if arguments.get("shuffle", True):
        # TensorFlow shuffles what NumPy shuffled: which sounds there are is compared.
        record["sums"] = sorted(round(sum(row), 4) for b in batches for row in np.reshape(b[0]["values"], (b[0]["shape"][0], -1)).tolist())
    else:
        record["batches"] = batches
    return record


def main():
    root = HERE / "sounds"
    sounds(root)
    ordered = {"shuffle": False}
    record = {
        "folder": [
            case(root, **ordered, batch_size=3),
            case(root, **ordered, output_sequence_length=6, label_mode="categorical"),
            case(root, **ordered, label_mode="binary", class_names=["low", "high"], output_sequence_length=2),
            case(root, **ordered, label_mode=None),
            case(root, **ordered, labels=[3, 1, 1, 0, 3, 5, 0]),
            case(root, **ordered, validation_split=0.3, subset="validation"),
            case(root, seed=3, validation_split=0.4, subset="training"),
        ],
        "other": other(HERE / "sounds-other"),
    }
    (HERE / "sounds.json").write_text(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
