"""Writes a model of `layers/core`, which Keras wrote, as h5py can and Keras does not, into `rare/`.

    python tests/goldens/containers/make_rare.py

(python: of the interop venv.) All files hold the same model and weights: the recording is `layers/core/dense.k3.npz`.
"""

import pathlib
import shutil

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
SOURCE = HERE.parent / "layers" / "core" / "dense.k3.h5"
FOLDER = HERE / "rare"


def rewrite(name, dataset=None, attribute=None, **options):
    """Copies the file, object by object; `dataset` and `attribute` make those of the copy."""
    path = FOLDER / f"{name}.h5"
    with h5py.File(SOURCE) as source, h5py.File(path, "w", **options) as target:
        copy(source, target, dataset or (lambda g, k, d: g.create_dataset(k, data=d)), attribute or (lambda a, k, v: a.__setitem__(k, v)))
    return path


def copy(source, target, dataset, attribute):
    for key, value in source.attrs.items():
        attribute(target.attrs, key, value)
    for key, child in source.items():
        if isinstance(child, h5py.Group):
            copy(child, target.create_group(key), dataset, attribute)
        else:
            dataset(target, key, child[()])


def packed(**how):
    """In chunks much larger than the data: what fills them up can be packed."""
    room = {"chunks": (16, 16), "maxshape": (None, None)}
    return lambda group, key, data: group.create_dataset(key, data=data, **(how | room if data.ndim == 2 else {}))


def foreign(count):
    def make(path):
        with h5py.File(path, "a", libver="latest") as file:
            for i in range(count):
                file.attrs[f"opaque{i}"] = np.void(b"abc")
                file.attrs[f"reference{i}"] = file["model_weights"].ref
                file.attrs[f"complex{i}"] = 1j
                file.attrs[f"nothing{i}"] = h5py.Empty("f4")

    return make


def parts(attributes, key, value):
    if key in ("layer_names", "weight_names") and len(value):
        for i, name in enumerate(value):
            attributes.create(f"{key}{i}", [name], dtype=h5py.string_dtype())
    else:
        attributes[key] = value


def short_addresses():
    properties = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    properties.set_sizes(4, 4)
    path = FOLDER / "short_addresses.h5"
    identity = h5py.h5f.create(str(path).encode(), h5py.h5f.ACC_TRUNC, properties)
    with h5py.File(SOURCE) as source, h5py.File(identity) as target:
        copy(source, target, lambda g, k, d: g.create_dataset(k, data=d), lambda a, k, v: a.__setitem__(k, v))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    rewrite("lzf", packed(compression="lzf"))
    rewrite("lzf_shuffled", packed(compression="lzf", shuffle=True, fletcher32=True), libver="latest")
    rewrite("lzf_incompressible", lambda g, k, d: g.create_dataset(k, data=d, compression="lzf" if d.ndim else None))
    foreign(1)(rewrite("foreign_attributes"))
    foreign(20)(rewrite("many_foreign_attributes", libver="latest"))
    rewrite("chunk_indexes", lambda g, k, d: g.create_dataset(k, data=d, maxshape=(None,) * d.ndim, chunks=(1,) * d.ndim or None), libver="latest")
    rewrite("user_block", userblock_size=1024)
    rewrite("name_parts", attribute=parts)
    short_addresses()


if __name__ == "__main__":
    main()
