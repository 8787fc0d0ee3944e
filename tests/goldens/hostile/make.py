"""Makes small HDF5 model files that point where no model should, out of a good recorded one.

Usage: python make.py (needs h5py; tests/interop/make-venv makes an environment with it)
"""

import pathlib
import shutil

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
GOOD = HERE.parent / "layers" / "core" / "dense.k3.h5"


def kernel_of(file):
    """Returns the group of the first weight, and the weight's name in it."""
    found = []
    file["model_weights"].visititems(
        lambda name, item: found.append(item) if isinstance(item, h5py.Dataset) else None
    )
    return found[0].parent, found[0].name.rsplit("/", 1)[1]


def change(name, edit):
    path = HERE / name
    shutil.copyfile(GOOD, path)
    with h5py.File(path, "r+") as file:
        group, weight = kernel_of(file)
        edit(file, group, weight)


def replaced(make):
    def edit(file, group, weight):
        shape, dtype = group[weight].shape, group[weight].dtype
        del group[weight]
        make(group, weight, shape, dtype)

    return edit


def main():
    change("external_link.h5", replaced(
        lambda g, w, s, d: g.__setitem__(w, h5py.ExternalLink("../../secret.h5", "/kernel"))))
    change("external_storage.h5", replaced(
        lambda g, w, s, d: g.create_dataset(
            w, s, d, external=[("/etc/passwd", 0, int(np.prod(s)) * d.itemsize)])))
    change("soft_link_to_itself.h5", replaced(
        lambda g, w, s, d: g.__setitem__(w, h5py.SoftLink(g.name + "/" + w))))
    change("virtual_dataset.h5", replaced(virtual))
    change("declared_huge.h5", replaced(
        lambda g, w, s, d: g.create_dataset(w, (1 << 20, 1 << 20), d, chunks=(64, 64))))
    change("weights_of_text.h5", replaced(
        lambda g, w, s, d: g.create_dataset(w, data=np.full(s, "text", object), dtype=h5py.string_dtype())))
    change("group_in_itself.h5", lambda f, g, w: g.__setitem__("again", f["model_weights"]))


def virtual(group, weight, shape, dtype):
    layout = h5py.VirtualLayout(shape=shape, dtype=dtype)
    layout[...] = h5py.VirtualSource("/tmp/other.h5", "kernel", shape=shape)
    group.create_virtual_dataset(weight, layout)


if __name__ == "__main__":
    main()
