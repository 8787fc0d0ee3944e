package dev.tenon.ir.lower;

/** What a model is lowered for. */
public enum Mode {
  /** Prediction: dropout passes, batch normalisation uses its moving statistics. */
  INFERENCE,
  /** As prediction, but what layers add to the loss is wanted. */
  EVALUATION,
  /** Training: dropout drops, batch normalisation uses and updates the batch's statistics. */
  TRAINING
}
