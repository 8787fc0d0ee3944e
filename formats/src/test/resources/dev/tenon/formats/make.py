"""Makes the small files that the tests of the formats read, with the original libraries.

Run in this folder with h5py, numpy, ml_dtypes and Pillow: python make.py
The values that a test must find in an .h5 or a picture lie beside it in an .npz.
"""

import io
import os
import zipfile

import h5py
import ml_dtypes
import numpy as np
from PIL import Image

rng = np.random.default_rng(20261124)


def numbers():
    x = rng.uniform(-3, 3, (3, 4, 5))
    arrays = {n: x.astype(n) for n in ["float16", "float32", "float64", "int8", "int16", "int32", "int64"]}
    arrays |= {n: np.abs(x * 30).astype(n) for n in ["uint8", "uint16", "uint32"]}
    arrays["uint64"] = np.array([0, 1, 2**64 - 1], "uint64")
    arrays["bool"] = x[0] > 0
    arrays["scalar"] = np.float32(2.5)
    arrays["empty"] = np.zeros((0, 3), "float32")
    return arrays


def hdf5(name, libver):
    values = numbers()
    expected = dict(values)
    with h5py.File(name, "w", libver=libver) as f:
        for key, value in values.items():
            f.create_dataset("plain/" + key, data=value)
        for key in ["float16", "float32", "int16", "int64"]:
            big = values[key].astype(values[key].dtype.newbyteorder(">"))
            f.create_dataset("big/" + key, data=big)
        f.create_dataset("packed/gzip", data=values["float32"], chunks=(2, 3, 2), compression="gzip")
        f.create_dataset("packed/shuffle", data=values["float64"], chunks=(2, 4, 3), compression="gzip", shuffle=True, fletcher32=True)
        f.create_dataset("packed/plain", data=values["int32"], chunks=(1, 2, 5))
        f.create_dataset("packed/resizable", data=values["int16"], chunks=(2, 2, 2), maxshape=(None, 4, 5))
        f.create_dataset("packed/one", data=values["float32"], chunks=(3, 4, 5), compression="gzip")
        noise = rng.integers(0, 256, (64,), dtype="uint8")
        f.create_dataset("packed/noise", data=noise, chunks=(16,), compression="gzip")
        expected["noise"] = noise
        hole = f.create_dataset("packed/hole", shape=(6, 6), dtype="float32", chunks=(3, 3), fillvalue=7)
        hole[:3, :3] = 1
        expected["hole"] = hole[:]
        f.create_dataset("never/zeros", shape=(2, 2), dtype="float32")
        f.create_dataset("never/filled", shape=(2, 2), dtype="int32", fillvalue=9)
        bf = values["float32"].astype(ml_dtypes.bfloat16)
        f.create_dataset("bfloat16", data=bf).attrs["dtype"] = "bfloat16"
        expected["bfloat16"] = bf.astype("float32")
        f.create_dataset("text/variable", data=["one", "zwei", "\u00fcber", ""])
        f.create_dataset("text/fixed", data=np.array([b"one", b"three"]))
        f.create_dataset("text/scalar", data="hello")
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((3,))
        d = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F32LE, space, compact)
        d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, 2, 3], "float32"))
        f.create_group("layers\\conv1d/vars")
        f.create_group("deep/a/b/c/d").create_dataset("x", data=np.float32(4))
        g = f.create_group("attributes")
        g.attrs["text"] = "keras \u00fc"
        g.attrs["bytes"] = np.bytes_("2.1.0")
        g.attrs["long"] = "x" * 70000
        g.attrs["names"] = ["a", "b/kernel:0"]
        g.attrs["fixed"] = np.array([b"a", b"bcd"])
        g.attrs["none"] = np.array([])
        g.attrs["flag"] = True
        g.attrs["rate"] = 0.25
        g.attrs["count"] = np.int64(3)
        g.attrs["vector"] = np.arange(3, dtype="int32")
        g.attrs["nothing"] = h5py.Empty("float32")
        names = [("layer_%04d" % i).encode() for i in range(20)]
        for i, part in enumerate(np.array_split(np.array(names), 3)):
            g.attrs["split%d" % i] = part
        many = f.create_group("many")
        for i in range(40):
            many.create_dataset("w%02d" % i, data=np.float32(i))
            many.attrs["attribute%02d" % i] = i
    np.savez(name.replace(".h5", ".npz"), **expected)


def links():
    with h5py.File("links.h5", "w") as f:
        f["true"] = np.float32(1)
        f["soft"] = h5py.SoftLink("/true")
        f["external"] = h5py.ExternalLink("other.h5", "/x")
        f["hard"] = f["true"]
        layout = h5py.VirtualLayout(shape=(4,), dtype="float32")
        layout[:] = h5py.VirtualSource("other.h5", "x", shape=(4,))
        f.create_virtual_dataset("virtual", layout)
        f.create_dataset("outside", shape=(4,), dtype="float32", external=[("other.bin", 0, 16)])
        loop = f.create_group("loop")
        loop["again"] = loop
        f.create_dataset("compound", data=np.zeros(2, [("a", "f4"), ("b", "i4")]))
    with h5py.File("bomb.h5", "w") as f:
        f.create_dataset("shape", shape=(1 << 20, 1 << 14), dtype="float32")
        f.create_dataset("chunks", shape=(1 << 20, 1 << 14), dtype="float32", chunks=(1024, 1024), compression="gzip")
        z = f.create_dataset("zeros", shape=(1 << 20,), dtype="float32", chunks=(1 << 20,), compression="gzip")
        z[:] = 0
    with h5py.File("userblock.h5", "w", userblock_size=1024) as f:
        f["x"] = np.arange(5, dtype="float32")
        f["y"] = f.create_dataset("z", data=np.arange(8, dtype="int64"), chunks=(4,))


def npz():
    values = numbers()
    values["fortran"] = np.asfortranarray(rng.uniform(-1, 1, (3, 4, 2)).astype("float32"))
    values["big"] = np.arange(6, dtype=">i4").reshape(2, 3)
    values["unicode"] = np.array([["a", "\u00fcber"], ["", "\U0001f600"]])
    values["bytes"] = np.array([b"ab", b"c"])
    values["bfloat16"] = np.array([1, 2.5, -3], ml_dtypes.bfloat16)
    np.savez("arrays.npz", **values)
    np.savez_compressed("packed.npz", **values)
    np.savez("objects.npz", o=np.array([{}, []], dtype=object))
    np.savez("complex.npz", c=np.array([1j]))
    with zipfile.ZipFile("wide.npz", "w") as z:
        raw = io.BytesIO()
        np.save(raw, np.arange(4, dtype="float32"))
        with z.open("x.npy", "w", force_zip64=True) as out:
            out.write(raw.getvalue())


def pictures():
    y, x = np.mgrid[0:37, 0:53]
    rgb = np.stack([(x * 5) % 256, (y * 7) % 256, (x * y) % 256], -1).astype("uint8")
    image = Image.fromarray(rgb)
    image.save("rgb.png")
    image.save("photo.jpg", quality=90)
    image.convert("L").save("gray.png")
    alpha = Image.fromarray((x * 4 % 256).astype("uint8"))
    rgba = image.copy()
    rgba.putalpha(alpha)
    rgba.save("rgba.png")
    image.quantize(40).save("palette.png")
    image.convert("CMYK").save("cmyk.jpg")
    # Pillow 13 resizes rows before columns for some shapes, earlier versions never: these sizes
    # are among those for which all agree.
    expected = {}
    for name in ["rgb.png", "gray.png", "rgba.png", "palette.png", "photo.jpg"]:
        for mode in ["RGB", "L"]:
            loaded = Image.open(name).convert(mode)
            for size in [(37, 53), (20, 30), (50, 71), (7, 30)]:
                for how in ["NEAREST", "BILINEAR"]:
                    resized = loaded.resize((size[1], size[0]), getattr(Image.Resampling, how))
                    a = np.asarray(resized)
                    key = f"{name}|{mode}|{size[0]}|{size[1]}|{how}"
                    expected[key] = a if a.ndim == 3 else a[..., None]
    np.savez_compressed("pictures.npz", **expected)


os.chdir(os.path.dirname(os.path.abspath(__file__)))
hdf5("old.h5", "earliest")
hdf5("new.h5", "latest")
links()
npz()
pictures()
