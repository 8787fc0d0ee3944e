"""PyTorch's side of the row of images of ./train: a DataLoader with two workers reads, resizes and augments the files.

    python torch_images.py work FOLDER images BATCH OPTIMIZER LOSS METRIC EPOCHS FUSED   # then words, as train_side.py
"""

import os
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder
from torchvision.transforms import InterpolationMode

from torch_side import Training, serve

SIZE = 180
WORKERS = 2
BILINEAR = InterpolationMode.BILINEAR

# As Keras' layers: a tenth of a turn to either side, a tenth larger or smaller, black outside. Pillow resizes.
AUGMENTATION = transforms.Compose([
    transforms.Resize((SIZE, SIZE), BILINEAR, antialias=False),
    transforms.RandomHorizontalFlip(),
    transforms.RandomRotation(36, BILINEAR),
    transforms.RandomAffine(0, scale=(0.9, 1.1), interpolation=BILINEAR),
    transforms.ToTensor(),
])


def batches(data):
    for features, targets in data:
        yield features, targets.float()[:, None]


def work(folder, name, batch, loss, epochs):
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    files = ImageFolder(f"{folder}/{name}", AUGMENTATION)
    data = DataLoader(files, batch, shuffle=True, num_workers=WORKERS, persistent_workers=True)
    training = Training(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 1)), loss, False)
    # The loader's workers start here and stay.
    training.step(*next(batches(data)))

    def fit():
        for _ in range(epochs):
            mean = training.epoch(batches(data))
        return mean

    serve(fit)


if __name__ == "__main__":
    _, folder, name, batch, optimizer, loss, metric, epochs, _ = sys.argv[1:]
    work(folder, name, int(batch), loss, int(epochs))
