"""The rows of ./train: what is trained how, and how many times as fast as others Tenon has to be."""

import dataclasses

SPARSE = "sparse_categorical_crossentropy"
BINARY = "binary_crossentropy"


@dataclasses.dataclass(frozen=True)
class Case:
    model: str
    loss: str
    peer: float  # at least this many times as fast as the best of all other sides
    keras: float | None = None  # and as the better setting of Keras on TensorFlow, if there is a bound
    batch: int = 32
    optimizer: str = "adam"
    epochs: int = 1  # of one call of fit, which is what is timed
    cached: bool = False  # whether Tenon computes the frozen layers once in a call of fit
    runs: int = 99  # no more than these many count: for what takes long
    warm_up: int = 2
    torch: tuple = ("pytorch",)
    shared: bool = False  # whether Tenon also trains with the threads of TensorFlow that all models share
    images: int = 0  # files of the folder that is read; 0 for arrays

    def words(self, folder):
        """The arguments of a worker that all sides have."""
        return [str(folder), self.model, str(self.batch), self.optimizer, self.loss, "accuracy", str(self.epochs)]


SLOW = {"runs": 3, "warm_up": 1}
FROZEN = {"loss": SPARSE, "batch": 16}
CASES = {
    "dense": Case("dense", SPARSE, 1.0, 2.0, shared=True),
    "dense-128": Case("dense", SPARSE, 1.05, 2.0, batch=128, shared=True),
    "cnn": Case("cnn", SPARSE, 1.12, 1.2, batch=128),
    "lstm": Case("lstm", BINARY, 0.95, 1.1, shared=True),
    "gru": Case("gru", BINARY, 1.0),
    "bidirectional": Case("bidirectional", BINARY, 1.0),
    "transformer": Case("transformer", SPARSE, 1.2, 1.1),
    "tutorial-transformer": Case("tutorial_transformer", SPARSE, 1.0),
    "embedding-sgd": Case("embedding", BINARY, 1.0, 1.0, optimizer="sgd", torch=()),
    "embedding-adagrad": Case("embedding", BINARY, 1.0, 1.0, optimizer="adagrad", torch=()),
    "embedding-adam": Case("embedding", BINARY, 1.0, 1.0, torch=("pytorch", "pytorch fused")),
    "unet": Case("unet", SPARSE, 1.0, batch=16),
    "resnet50": Case("resnet50", SPARSE, 1.2, batch=16, **SLOW),
    "frozen-resnet50": Case("frozen_resnet50", peer=1.1, **FROZEN),
    "frozen-resnet50-cached": Case("frozen_resnet50", peer=3, epochs=5, cached=True, **FROZEN, **SLOW),
    "frozen-mobilenetv2": Case("frozen_mobilenetv2", peer=1.1, **FROZEN),
    "frozen-mobilenetv2-cached": Case("frozen_mobilenetv2", peer=3, epochs=5, cached=True, **FROZEN, **SLOW),
    "images": Case("images", BINARY, 1.0, images=400),
}
