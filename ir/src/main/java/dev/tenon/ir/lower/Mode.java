package dev.tenon.ir.lower;

/** What a model is lowered for. */
public enum Mode {
  /** Prediction: dropout does nothing, batch normalisation uses its moving statistics. */
  INFERENCE,
  /** A training step: layers behave as in Keras with {@code training=True}. */
  TRAINING
}
