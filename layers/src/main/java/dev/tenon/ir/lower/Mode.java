package dev.tenon.ir.lower;

/** The purpose of a lowered model: inference, evaluation or training. */
public enum Mode {
  /** Inference: dropout passes, batch normalisation uses its moving statistics. */
  INFERENCE,
  /** As inference, with the losses that layers add. */
  EVALUATION,
  /** Training: dropout drops, batch normalisation uses and updates the batch's statistics. */
  TRAINING
}
