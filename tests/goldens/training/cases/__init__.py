"""The cases of make.py: small models, their data, and how they are fitted."""

from .case import Case


def all_cases() -> list[Case]:
    from . import augmentation, dense, embeddings, fitting, images, random, recurrent, sequences

    modules = (dense, images, recurrent, sequences, embeddings, random, augmentation, fitting)
    return [case for module in modules for case in module.CASES]


__all__ = ["Case", "all_cases"]
