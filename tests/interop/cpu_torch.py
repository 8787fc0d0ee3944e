#!/usr/bin/env python3
"""Unpacks PyTorch's Linux wheel so that it imports without CUDA: a third of the size, and no nvidia-* packages.

PyPI has PyTorch for Linux as the CUDA build only, whose libraries want 3 GB of others at the import. Here the parts
that work on a GPU are left in the wheel, and the libraries that the rest is linked to are replaced by empty ones:
each function of CUDA in them answers 100, which is its "no device". Everything on the CPU is PyTorch's own code.

    cpu_torch.py WHEEL SITE_PACKAGES       needs cc, nm and readelf (Debian: gcc, binutils)
"""
import ctypes
import re
import subprocess
import sys
import zipfile
from pathlib import Path

LEFT_OUT = re.compile(r"torch/(include|share|test)/|torch/bin/(?!torch_shm_manager)|torch/lib/libtorch_(cuda.*|nvshmem)\.so$")
# Makes it say that it has no CUDA, no torch.distributed (whose import makes objects of NCCL's) and no kernels of its own
# in Python (which are for GPUs): as PyTorch is where it is built without.
PATCHES = [
    ("version.py", r"^cuda:.*$", "cuda = None"),
    ("distributed/tensor/__init__.py", r"\A(.|\n)+\Z", "class DTensor:\n    pass\n"),  # the dispatcher asks for it
    ("_native/__init__.py", r"^    registry\._register_all_overrides\(\)$", "    pass"),
    (
        "__init__.py",
        r"^del _manager_path$",
        """del _manager_path
for _name in ("_c10d_init", "_rpc_init", "_faulty_agent_init", "_dist_autograd_init"):
    if hasattr(_C, _name):
        delattr(_C, _name)
del _name""",
    ),
]
KEPT = ["libtorch_python.so", "libtorch_cpu.so", "libtorch.so", "libshm.so", "libc10.so", "libtorch_global_deps.so"]
SYSTEM_LIBRARIES = ["libstdc++.so.6", "libgcc_s.so.1", "libgomp.so.1", "libm.so.6"]
SYSTEM = re.compile(r"lib(dl|m|c|rt|pthread|stdc\+\+|gcc_s|gomp)\.so|ld-linux")


def unpack(wheel: Path, site: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if not LEFT_OUT.match(entry.filename):
                Path(archive.extract(entry, site)).chmod(0o755 if entry.filename.startswith("torch/bin/") else 0o644)


def patch(site: Path) -> None:
    for name, old, new in PATCHES:
        file = site / "torch" / name
        text = file.read_text()
        if len(re.findall(old, text, re.M)) != 1:
            sys.exit(f"cpu_torch: {file} is not as expected: {old}")
        file.write_text(re.sub(old, lambda _: new, text, flags=re.M))


def needed(library: Path) -> list[str]:
    shown = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.*)\]", shown)


def symbols(library: Path, which: str) -> set[str]:
    shown = subprocess.run(["nm", "-D", which, library], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1] for line in shown.splitlines() if line.split()[-2] not in "wv"}


def stub(target: Path, names: list[str], version: str | None) -> None:
    lines = ["static void *nothing[64];", "extern void *_ZTVN10__cxxabiv117__class_type_infoE[];"]
    for name in names:
        if name.startswith("_ZTI"):  # pybind11 reads the names of types while it registers them
            lines.append(f'void *{name}[] = {{&_ZTVN10__cxxabiv117__class_type_infoE[2], "{name[4:]}", 0, 0}};')
        elif name.startswith("_ZT"):
            lines.append(f"void *{name}[64];")
        elif name.startswith("_Z") and "count" not in name:
            lines.append(f"void *{name}(void) {{ return nothing; }}")  # many return a reference
        else:
            lines.append(f"long {name}(void) {{ return {0 if name.startswith('_Z') else 100}; }}")
    source = target.with_suffix(".c")
    source.write_text("\n".join(lines) + "\n")
    command = ["cc", "-shared", "-fPIC", "-w", f"-Wl,-soname,{target.name}", "-o", target, source]
    if version:
        script = target.with_suffix(".map")
        script.write_text(f"{version} {{ global: *; }};\n")
        command.insert(1, f"-Wl,--version-script={script}")
    subprocess.run(command, check=True)
    source.unlink()
    target.with_suffix(".map").unlink(missing_ok=True)


def replace(site: Path) -> None:
    lib = site / "torch" / "lib"
    ours = [lib / name for name in KEPT]
    ours += [p for p in [site / "torchvision" / "_C_stable.so", site / "torchvision" / "_C.so"] if p.exists()]
    (lib / "libc10_cuda.so").unlink(missing_ok=True)
    known = {path.name for path in ours}
    missing = sorted({n for p in ours for n in needed(p) if n not in known and not SYSTEM.match(n)})
    wanted = set().union(*(symbols(path, "--undefined-only") for path in ours))
    plain = {name.split("@")[0] for path in ours for name in symbols(path, "--defined-only")}
    for name in SYSTEM_LIBRARIES:
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    system = ctypes.CDLL(None)  # this Python, and those
    versions: dict[str | None, set[str]] = {}
    for name in wanted:
        base, _, version = name.partition("@")
        if base in plain or hasattr(system, base):
            continue
        versions.setdefault(version or None, set()).add(base)
    for name in missing:
        version = name if name in versions else None
        if name == "libtorch_cuda.so":
            stub(lib / name, sorted(versions.get(None, set())), None)
        else:
            stub(lib / name, sorted(versions.get(name, set())), version)
    print(f"cpu_torch: {len(missing)} libraries stand in for CUDA's: {' '.join(missing)}", file=sys.stderr)


if __name__ == "__main__":
    wheel, site = Path(sys.argv[1]), Path(sys.argv[2])
    unpack(wheel, site)
    if (site / "torch" / "lib" / "libc10_cuda.so").exists():  # else it was built for CPUs, as for macOS
        patch(site)
        replace(site)
