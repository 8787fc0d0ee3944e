"""The networks of ./train with PyTorch's own layers, its defaults made Keras' where numbers differ; see train_models.py."""

import torch
from torch import nn
from torch.nn import functional as F


class Images(nn.Module):
    """A network of images in Keras' order of axes, whose channels lie last in memory, too."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner.to(memory_format=torch.channels_last)

    def forward(self, x):
        return self.inner(x.permute(0, 3, 1, 2))


def dense():
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))


def norm(channels, epsilon=1e-3):
    return nn.BatchNorm2d(channels, epsilon, 0.01)


def cnn():
    layers, channels = [], 3
    for filters in (32, 64):
        for _ in range(2):
            layers += [nn.Conv2d(channels, filters, 3, padding="same"), nn.ReLU(), norm(filters)]
            channels = filters
        layers += [nn.MaxPool2d(2)]
    return Images(nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 64, 128), nn.ReLU(), nn.Linear(128, 10)))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(128, 128, batch_first=True)
        self.head = nn.Linear(128, 1)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


class Gru(nn.Module):
    """Packed sequences, which are PyTorch's masks: padding is not computed at all."""

    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(5000, 128, padding_idx=0)
        self.gru = nn.GRU(128, 128, batch_first=True)
        self.head = nn.Linear(128, 1)

    def forward(self, tokens):
        lengths = (tokens != 0).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(self.tokens(tokens), lengths, batch_first=True, enforce_sorted=False)
        return self.head(self.gru(packed)[1][-1])


class Bidirectional(nn.Module):
    """The last value of each direction is that of its own last step, as Keras' with return_sequences=False."""

    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(5000, 128)
        self.lstm = nn.LSTM(128, 64, num_layers=2, bidirectional=True, batch_first=True)
        self.head = nn.Linear(128, 1)

    def forward(self, tokens):
        last = self.lstm(self.tokens(tokens))[1][0]
        return self.head(torch.cat([last[-2], last[-1]], 1))


class Block(nn.Module):
    """Attention and two dense layers around residuals."""

    def __init__(self, features, heads, inner):
        super().__init__()
        self.attention = nn.MultiheadAttention(features, heads, batch_first=True)
        self.norms = nn.ModuleList([nn.LayerNorm(features, 1e-6), nn.LayerNorm(features, 1e-6)])
        self.inner = nn.Sequential(nn.Linear(features, inner), nn.ReLU(), nn.Linear(inner, features))

    def forward(self, x):
        x = self.norms[0](x + F.dropout(self.attention(x, x, x, need_weights=False)[0], 0.1, self.training))
        return self.norms[1](x + F.dropout(self.inner(x), 0.1, self.training))


class Transformer(nn.Module):
    def __init__(self, words, steps, features, block, head):
        super().__init__()
        self.tokens, self.places = nn.Embedding(words, features), nn.Embedding(steps, features)
        self.block, self.head = block, head

    def forward(self, tokens):
        x = self.tokens(tokens) + self.places(torch.arange(tokens.shape[1]))[None]
        return self.head(F.dropout(self.block(x).mean(1), 0.1, self.training))


def transformer():
    return Transformer(5000, 100, 64, Block(64, 4, 128), nn.Linear(64, 2))


def tutorial_transformer():
    head = nn.Sequential(nn.Linear(32, 20), nn.ReLU(), nn.Dropout(0.1), nn.Linear(20, 2))
    return Transformer(20_000, 200, 32, Block(32, 2, 32), head)


class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.head = nn.Embedding(1_000_000, 64), nn.Linear(64, 1)

    def forward(self, tokens):
        return self.head(self.tokens(tokens).mean(1))


class Unet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList([self.twice(3, 32), self.twice(32, 64)])
        self.inner = self.twice(64, 128)
        self.widen = nn.ModuleList([nn.ConvTranspose2d(128, 64, 2, 2), nn.ConvTranspose2d(64, 32, 2, 2)])
        self.up = nn.ModuleList([self.twice(128, 64), self.twice(64, 32)])
        self.head = nn.Conv2d(32, 3, 1)

    @staticmethod
    def twice(channels, filters):
        layers = []
        for before in (channels, filters):
            layers += [nn.Conv2d(before, filters, 3, padding="same"), norm(filters), nn.ReLU()]
        return nn.Sequential(*layers)

    def forward(self, x):
        before = []
        for part in self.down:
            x = part(x)
            before.append(x)
            x = F.max_pool2d(x, 2)
        x = self.inner(x)
        for widen, part in zip(self.widen, self.up):
            x = part(torch.cat([before.pop(), widen(x)], 1))
        return self.head(x)


class Residual(nn.Module):
    """A block of Keras' ResNet50, whose first convolution has the stride and whose convolutions have biases."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv2d(channels, filters, 1, stride), norm(filters, 1.001e-5), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding=1), norm(filters, 1.001e-5), nn.ReLU(),
            nn.Conv2d(filters, 4 * filters, 1), norm(4 * filters, 1.001e-5))
        self.short = nn.Identity()
        if channels != 4 * filters:
            self.short = nn.Sequential(nn.Conv2d(channels, 4 * filters, 1, stride), norm(4 * filters, 1.001e-5))

    def forward(self, x):
        return F.relu(self.inner(x) + self.short(x))


def resnet50_base():
    layers, channels = [nn.Conv2d(3, 64, 7, 2, 3), norm(64, 1.001e-5), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for filters, count, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for place in range(count):
            layers += [Residual(channels, filters, stride if place == 0 else 1)]
            channels = 4 * filters
    return nn.Sequential(*layers)


def pooled(classes, channels):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes))


def resnet50():
    return Images(nn.Sequential(resnet50_base(), pooled(1000, 2048)))


class Frozen(nn.Module):
    """A head on a base that learns nothing and keeps its statistics."""

    def __init__(self, base, channels):
        super().__init__()
        self.base, self.head = base.eval().requires_grad_(False), pooled(10, channels)

    def train(self, mode=True):
        self.head.train(mode)
        return self

    def settle(self, x):
        """Gives the normalizations the statistics of the samples, as after a training."""
        norms = [layer for layer in self.base.modules() if isinstance(layer, nn.BatchNorm2d)]
        momenta = [layer.momentum for layer in norms]
        for layer in norms:
            layer.momentum = 1.0
        with torch.no_grad():
            self.base.train()(x.permute(0, 3, 1, 2))
        self.base.eval()
        for layer, momentum in zip(norms, momenta):
            layer.momentum = momentum

    def forward(self, x):
        with torch.no_grad():
            x = self.base(x)
        return self.head(x)


class FrozenImages(Images):
    def settle(self, x):
        self.inner.settle(x)


def frozen_resnet50():
    return FrozenImages(Frozen(resnet50_base(), 2048))


def frozen_mobilenetv2():
    from torchvision.models import mobilenet_v2

    return FrozenImages(Frozen(mobilenet_v2(weights=None).features, 1280))


MODELS = {
    "dense": dense,
    "cnn": cnn,
    "lstm": Lstm,
    "gru": Gru,
    "bidirectional": Bidirectional,
    "transformer": transformer,
    "tutorial_transformer": tutorial_transformer,
    "embedding": Embedding,
    "unet": lambda: Images(Unet()),
    "resnet50": resnet50,
    "frozen_resnet50": frozen_resnet50,
    "frozen_mobilenetv2": frozen_mobilenetv2,
}
