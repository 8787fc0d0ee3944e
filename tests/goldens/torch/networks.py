"""PyTorch networks as people have them, small for the goldens and of real size for the interop run.

Each is seeded. Batch normalisation has the statistics of data that went through it, and its scales are drawn, so that
outputs differ from input to input.
"""

import dataclasses
import math
from functools import partial

import torch
from torch import nn
from torchvision.models import mobilenet_v3_small, resnet18
from torchvision.models.mobilenetv3 import InvertedResidualConfig, MobileNetV3
from torchvision.models.resnet import BasicBlock
from torchvision.models.shufflenetv2 import ShuffleNetV2
from torchvision.models.vision_transformer import VisionTransformer


class SmallResNet(nn.Module):
    """ResNet's stem, torchvision's blocks, with and without a shortcut of its own, and head."""

    def __init__(self, classes=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        shortcut = nn.Sequential(nn.Conv2d(8, 12, 1, stride=2, bias=False), nn.BatchNorm2d(12))
        self.layer1, self.layer2 = BasicBlock(8, 8), BasicBlock(8, 12, stride=2, downsample=shortcut)
        self.avgpool, self.fc = nn.AdaptiveAvgPool2d(1), nn.Linear(12, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        return self.fc(torch.flatten(self.avgpool(self.layer2(self.layer1(x))), 1))


def small_mobilenet(classes=5):
    block = partial(InvertedResidualConfig, width_mult=1.0)
    return MobileNetV3(
        [block(8, 3, 8, 8, True, "RE", 2, 1), block(8, 3, 16, 8, False, "RE", 1, 1), block(8, 5, 24, 16, True, "HS", 2, 1)],
        last_channel=24,
        num_classes=classes,
    )


class Tagger(nn.Module):
    """A class for each word, of two LSTMs in both directions."""

    def __init__(self, words, width, classes):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.lstm = nn.LSTM(width, width, num_layers=2, bidirectional=True, batch_first=True)
        self.tags = nn.Linear(2 * width, classes)

    def forward(self, x):
        return self.tags(self.lstm(self.words(x))[0])


def double(before, after):
    layers = []
    for width in (before, after):
        layers += [nn.Conv2d(width, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    """A class for each pixel: halves the picture `depth` times, and doubles it again with shortcuts."""

    def __init__(self, width, depth, classes):
        super().__init__()
        widths = [width * 2**i for i in range(depth + 1)]
        self.first = double(3, width)
        self.down = nn.ModuleList(double(a, b) for a, b in zip(widths, widths[1:]))
        self.up = nn.ModuleList(nn.ConvTranspose2d(b, a, 2, stride=2) for a, b in zip(widths, widths[1:]))
        self.join = nn.ModuleList(double(2 * a, a) for a in widths[:-1])
        self.last = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        levels = [self.first(x)]
        for down in self.down:
            levels.append(down(nn.functional.max_pool2d(levels[-1], 2)))
        x = levels.pop()
        for up, join in zip(reversed(self.up), reversed(self.join)):
            x = join(torch.cat([levels.pop(), up(x)], 1))
        return self.last(x)


class GroupedUNet(nn.Module):
    """A class for each pixel, as networks that make pictures are: group normalization, resized to the length of a shortcut."""

    def __init__(self, width, classes, groups=4):
        super().__init__()
        self.first, self.down, self.join = (
            nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.GroupNorm(groups, b), nn.SiLU())
            for a, b in ((3, width), (width, 2 * width), (3 * width, width))
        )
        self.last = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        first = self.first(x)
        down = self.down(nn.functional.max_pool2d(first, 2))
        up = nn.functional.interpolate(down, size=first.shape[2:], mode="bilinear", align_corners=False)
        return self.last(self.join(torch.cat([first, up], 1)))


class Film(nn.Module):
    """A class for a film of three pictures, by a recurrent convolution that starts with zeros."""

    def __init__(self, width, classes):
        super().__init__()
        self.width = width
        self.gates = nn.Conv2d(3 + width, 4 * width, 3, padding=1)
        self.last = nn.Linear(width, classes)

    def forward(self, x):
        shape = (x.shape[0], self.width, *x.shape[3:])
        hidden, memory = torch.zeros(shape), torch.zeros(shape)
        for step in range(3):
            gates = self.gates(torch.cat([x[:, step], hidden], 1))
            i, f, o, new = torch.split(gates, self.width, dim=1)
            memory = torch.sigmoid(f) * memory + torch.sigmoid(i) * torch.tanh(new)
            hidden = torch.sigmoid(o) * torch.tanh(memory)
        wide = nn.functional.interpolate(hidden, scale_factor=2, mode="bilinear", align_corners=False)
        return self.last(wide.mean((2, 3)))


class Fresh(nn.Module):
    """A class for each word, of layers as they begin: unit gains and zero biases, which an exporter writes once.

    Two layers are called twice, and two have one weight, which stay tied.
    """

    def __init__(self, words, width, classes):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 12), nn.GELU(), nn.Linear(12, width)) for _ in range(2)
        )
        self.twice = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width))
        self.first, self.second = nn.Linear(width, width), nn.Linear(width, width)
        self.second.weight = self.first.weight
        self.shift = nn.Parameter(torch.zeros(width))
        self.tags = nn.Linear(width, classes)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, x):
        x = self.words(x)
        for block in self.blocks:
            x = x + block(x)
        x = self.twice(torch.tanh(self.twice(x))) + self.shift
        return self.tags(x + self.second(torch.tanh(self.first(x))))


def vit(size, patch, layers, heads, width, classes):
    return VisionTransformer(size, patch, layers, heads, width, 2 * width, num_classes=classes)


@dataclasses.dataclass
class Network:
    make: callable
    shape: tuple  # of a batch
    classes: int
    words: int = 0  # inputs are numbers of words below this, rather than pictures
    each: tuple = ()  # the shape of the classes of one sample, where there is more than one
    rate: float = 0.01
    fresh: bool = False  # equal parameters stay equal


SMALL = {
    "resnet": Network(SmallResNet, (3, 3, 24, 24), 5, rate=0.02),
    "mobilenet": Network(small_mobilenet, (3, 3, 24, 24), 5, rate=0.02),
    "vit": Network(partial(vit, 16, 4, 2, 2, 8, 5), (4, 3, 16, 16), 5, rate=0.02),
    # As wide as the dynamo exporter needs, so as not to compute its rearrangements of weights itself.
    "tagger": Network(partial(Tagger, 20, 18, 4), (3, 6), 4, words=20, each=(6,), rate=0.2),
    "unet": Network(partial(UNet, 4, 2, 3), (2, 3, 16, 16), 3, each=(16, 16), rate=0.005),
    "shuffle": Network(partial(ShuffleNetV2, [1, 2, 1], [8, 8, 16, 16, 24], 5), (3, 3, 32, 32), 5, rate=0.02),
    "groups": Network(partial(GroupedUNet, 4, 3), (2, 3, 12, 12), 3, each=(12, 12), rate=0.02),
    "film": Network(partial(Film, 4, 3), (3, 3, 3, 6, 6), 3, rate=0.2),
    "fresh": Network(partial(Fresh, 20, 8, 5), (3, 6), 5, words=20, each=(6,), rate=0.1, fresh=True),
}
# Rates at which ten steps change the loss by some percent: at larger ones the last bits of the first step grow to more
# than the bound by the tenth, in PyTorch on another processor too.
FULL = {
    "resnet18": Network(partial(resnet18, num_classes=10), (4, 3, 96, 96), 10, rate=1e-6),
    "mobilenet_v3_small": Network(partial(mobilenet_v3_small, num_classes=10), (4, 3, 96, 96), 10, rate=0.001),
    "vit": Network(partial(vit, 64, 8, 4, 4, 64, 10), (4, 3, 64, 64), 10),
    "tagger": Network(partial(Tagger, 500, 64, 12), (8, 20), 12, words=500, each=(20,), rate=0.2),
    "unet": Network(partial(UNet, 16, 3, 4), (2, 3, 64, 64), 4, each=(64, 64), rate=0.001),
    "groups": Network(partial(GroupedUNet, 16, 4), (2, 3, 64, 64), 4, each=(64, 64), rate=0.01),
    "film": Network(partial(Film, 16, 5), (4, 3, 3, 32, 32), 5, rate=0.1),
}


def data(network, batches=1):
    """Tinted pictures of large spots of colour on noise, or words; and classes."""
    for _ in range(batches):
        if network.words:
            x = torch.randint(0, network.words, network.shape)
        else:
            *each, height, width = network.shape
            few = torch.randn(1, math.prod(each), 4, 4)
            spots = nn.functional.interpolate(few, size=(height, width), mode="bilinear").reshape(network.shape)
            tint = torch.randn(*each, 1, 1)  # what is left of a picture where all of it is averaged
            x = 1.5 * spots + tint + 0.5 * torch.randn(network.shape)
        yield x, torch.randint(0, network.classes, (network.shape[0], *network.each))


def build(network, seed):
    """Returns the network in evaluation mode."""
    torch.manual_seed(seed)
    net = network.make()
    norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm2d)]
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if isinstance(module, nn.Linear):
            nn.init.xavier_normal_(module.weight)
        if isinstance(module, nn.LSTM):
            for weight in module.all_weights[0] + module.all_weights[-1]:
                nn.init.normal_(weight, std=weight.shape[-1] ** -0.5)
        if isinstance(module, nn.LayerNorm) and not network.fresh:
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.2)
    for name, parameter in net.named_parameters():
        # torchvision starts some with zeros. Of parameters that are the same, an exporter writes one.
        if parameter.unique().numel() == 1 and not network.fresh:
            nn.init.normal_(parameter, std=0.2)
    for norm in norms:
        nn.init.uniform_(norm.weight, 0.5, 1.5)
        nn.init.normal_(norm.bias, std=0.2)
    net.train()
    with torch.no_grad():
        for x, _ in data(network, 8):
            for norm in norms:
                norm.momentum = 0.3
            net(x)
    return net.eval()
