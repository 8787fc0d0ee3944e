package dev.tenon.keras.signature;

import java.util.Locale;

/** What an object in a Keras file is; Keras looks names up in one space for each kind. */
public enum SignatureKind {
  /** A layer, cells and wrappers included. */
  LAYER,
  /** {@code Functional} or {@code Sequential}. */
  MODEL,
  /** A function of {@code keras.ops} as a node of a functional model; Keras 3 only. */
  OPERATION,
  /** An activation function. */
  ACTIVATION,
  /** An initializer. */
  INITIALIZER,
  /** A regularizer. */
  REGULARIZER,
  /** A constraint. */
  CONSTRAINT,
  /** A type policy. */
  POLICY,
  /** A configuration of quantization; Keras 3 only. */
  QUANTIZER,
  /** A loss, as a class or as a function. */
  LOSS,
  /** A metric, as a class or as a function. */
  METRIC,
  /** An optimizer. */
  OPTIMIZER,
  /** What tf_keras makes of an optimizer that does not say {@code is_legacy_optimizer=false}. */
  LEGACY_OPTIMIZER,
  /** A schedule of the learning rate. */
  SCHEDULE;

  /** Returns the word that the recorded signatures have for the kind. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind as sentences have it, such as {@code legacy optimizer}. */
  public String title() {
    return word().replace('_', ' ');
  }
}
