"""Records ten steps of SGD on low-rank adapters of an ONNX network.

    "$(tests/interop/make-torch-venv | tail -1)/bin/python" tests/goldens/training/make_lora_onnx.py

Writes `lora.onnx`, a network whose weights are read by MatMul, by Gemm with and without `transB` and behind a Transpose, and
`lora_onnx.npz`: x, y, the factors at the start (`start/NAME`), the losses, and the factors and outputs after ten steps. Each weight W
is W + 2 A B, A on the side of the inputs. PyTorch computes the gradients. Nothing but the factors learns.
"""

import pathlib

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
SHAPES = {"first.weight": (5, 7), "second.weight": (6, 7), "third.weight": (6, 4), "fourth.weight": (3, 4)}
OUTPUTS_FIRST = ("second.weight", "fourth.weight")
RANK, ALPHA = 2, 4


def network(weights):
    nodes = [
        helper.make_node("MatMul", ["x", "first.weight"], ["a"], "first"),
        helper.make_node("Tanh", ["a"], ["b"], "tanh"),
        helper.make_node("Gemm", ["b", "second.weight", "second.bias"], ["c"], "second", transB=1),
        helper.make_node("Tanh", ["c"], ["d"], "tanh_1"),
        helper.make_node("Gemm", ["d", "third.weight"], ["e"], "third"),
        helper.make_node("Transpose", ["fourth.weight"], ["turned"], "turn", perm=[1, 0]),
        helper.make_node("MatMul", ["e", "turned"], ["y"], "fourth"),
    ]
    graph = helper.make_graph(
        nodes,
        "lora",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 5])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def main():
    rng = np.random.default_rng(3)
    weights = {name: rng.normal(size=shape, scale=0.5).astype("float32") for name, shape in SHAPES.items()}
    weights["second.bias"] = rng.normal(size=6).astype("float32")
    model = network(weights)
    model.producer_name = ""
    onnx.save(model, HERE / "lora.onnx")
    arrays = {"x": rng.normal(size=(8, 5)).astype("float32"), "y": rng.normal(size=(8, 3)).astype("float32")}
    factors = {}
    for name, (rows, columns) in SHAPES.items():
        first, second = rng.normal(size=(rows, RANK), scale=0.3), rng.normal(size=(RANK, columns), scale=0.3)
        a, b = ("lora_B", "lora_A") if name in OUTPUTS_FIRST else ("lora_A", "lora_B")
        factors[f"{name}.{a}"] = first.astype("float32")
        factors[f"{name}.{b}"] = second.astype("float32")
    for name, value in factors.items():
        arrays[f"start/{name}"] = value
    learned = {name: torch.tensor(value, requires_grad=True) for name, value in factors.items()}
    fixed = {name: torch.tensor(value) for name, value in weights.items()}

    def weight(name):
        a, b = learned[name + ".lora_A"], learned[name + ".lora_B"]
        return fixed[name] + ALPHA / RANK * (b @ a if name in OUTPUTS_FIRST else a @ b)

    def forward(x):
        x = torch.tanh(x @ weight("first.weight"))
        x = torch.tanh(x @ weight("second.weight").T + fixed["second.bias"])
        return x @ weight("third.weight") @ weight("fourth.weight").T

    optimizer = torch.optim.SGD(learned.values(), 0.1)
    x, y = torch.tensor(arrays["x"]), torch.tensor(arrays["y"])
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = ((forward(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    arrays["losses"] = np.array(losses, "float32")
    for name, value in learned.items():
        arrays[f"after/{name}"] = value.detach().numpy()
    arrays["outputs"] = forward(x).detach().numpy()
    print(losses)
    np.savez_compressed(HERE / "lora_onnx.npz", **arrays)


main()
