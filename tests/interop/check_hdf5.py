"""Compares Keras files whose HDF5 Tenon wrote in Java with what h5py writes for the same model.

    TENON_JAVA_OPTIONS=-Dtenon.hdf5.writer=java ./tenon convert MODEL FILE
    python tests/interop/check_hdf5.py FOLDER FILE...

(python: of the interop venv.) Each FILE is opened by its Keras (tf_keras where its name has `.tf.`) and saved again into FOLDER,
by h5py. Both must hold the same groups, datasets and attributes: equal types in the library's own description, shapes,
storage and values. Weights of an .h5 are taken in their order, since the two name them otherwise; its optimizer is left
out, since Keras 3 does not take it from an .h5. h5py must also be able to change what Java wrote: it adds to a copy,
deletes again, and finds the rest as it was. Exit code 1 at the first difference.
"""

import io
import pathlib
import shutil
import sys
import zipfile

import quiet  # noqa: F401
import h5py
import numpy as np
from oracle import ORACLES


def weights_of(path):
    """The HDF5 file, or the one in the archive."""
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            return io.BytesIO(archive.read("model.weights.h5"))
    return path


def described(kind):
    """An element type as the library stores it, but for the alphabet of texts.

    Keras hands bytes to h5py, which calls them ASCII, whatever they are; both writers of Tenon say UTF-8.
    """
    if kind.get_class() == h5py.h5t.STRING:
        kind = kind.copy()
        kind.set_cset(h5py.h5t.CSET_UTF8)
    return kind.encode()


def attributes(thing, name, found, texts=()):
    """Each attribute's type and shape, and its value where both should have the same."""
    for key in thing.attrs:
        attribute = h5py.h5a.open(thing.id, key.encode())
        value = None if key in texts else np.asarray(thing.attrs[key]).tolist()
        found[f"{name}@{key}"] = described(attribute.get_type()), attribute.shape, value


def dataset(thing, name, found):
    creation = thing.id.get_create_plist()
    storage = creation.get_layout(), creation.fill_value_defined()
    space = thing.id.get_space()
    shape = space.get_simple_extent_type(), space.shape, thing.maxshape
    found[name] = described(thing.id.get_type()), shape, storage, thing[()].tobytes()
    attributes(thing, name, found)


def contents(file):
    """Everything in a file."""
    found = {}

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset):
            dataset(thing, name, found)
        else:
            found[name] = "group"
            attributes(thing, name, found)

    attributes(file, "", found)
    file.visititems(visit)
    return found


def legacy_contents(file):
    """A whole model in an .h5, with the weights of each layer in their order."""
    found = {}
    attributes(file, "", found, ("model_config", "training_config"))
    found.pop("@training_config", None)
    weights = file["model_weights"]
    attributes(weights, "model_weights", found)
    for layer in weights:
        group = weights[layer]
        attributes(group, layer, found, ("weight_names",))
        for i, name in enumerate(group.attrs["weight_names"]):
            dataset(group[name], f"{layer}#{i}", found)
    return found


def same(written, again):
    with h5py.File(weights_of(written), "r") as java, h5py.File(weights_of(again), "r") as own:
        superblock = [f.id.get_create_plist().get_version()[0] for f in (java, own)]
        if superblock != [0, 0]:
            raise SystemExit(f"{written}: superblocks of the versions {superblock}")
        collect = contents if written.suffix == ".keras" else legacy_contents
        mine, theirs = collect(java), collect(own)
    # Which states of random generators are saved, and whether the optimizer's name is, is not a matter of HDF5.
    mine = {key: value for key, value in mine.items() if "seed_generator" not in key}
    if mine.keys() - theirs.keys():
        raise SystemExit(f"{written}: h5py has no {sorted(mine.keys() - theirs.keys())}")
    for key, value in mine.items():
        if value != theirs[key]:
            raise SystemExit(f"{written}: {key}: {str(value)[:300]}, h5py has {str(theirs[key])[:300]}")
    return len(mine)


def changes(written, copy):
    """h5py adds and deletes in what Java wrote, as in a file of its own."""
    source = weights_of(written)
    if isinstance(source, io.BytesIO):
        copy.write_bytes(source.getvalue())
    else:
        shutil.copyfile(source, copy)
    with h5py.File(copy, "r") as file:
        before = contents(file)
    with h5py.File(copy, "r+") as file:
        for group in [file, *(thing for thing in every(file) if isinstance(thing, h5py.Group))]:
            for i in range(40):
                group.create_dataset(f"new_{i}", data=np.arange(i))
                group.attrs[f"new_{i}"] = "text" * i
    with h5py.File(copy, "r+") as file:
        for group in [file, *(thing for thing in every(file) if isinstance(thing, h5py.Group))]:
            for i in range(40):
                np.testing.assert_array_equal(group[f"new_{i}"], np.arange(i))
                del group[f"new_{i}"], group.attrs[f"new_{i}"]
    with h5py.File(copy, "r") as file:
        if contents(file) != before:
            raise SystemExit(f"{written}: h5py's changes did other harm")


def every(file):
    things = []
    file.visititems(lambda name, thing: things.append(thing))
    return things


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        written = pathlib.Path(name)
        oracle = ORACLES[1] if ".tf." in written.name else ORACLES[0]
        again = folder / f"again{written.suffix}"
        oracle.module.models.load_model(written).save(again)
        count = same(written, again)
        changes(written, folder / "changed.h5")
        print(f"{written.name}: {count} objects and attributes as h5py writes them for {oracle.module.__name__}")


main()
