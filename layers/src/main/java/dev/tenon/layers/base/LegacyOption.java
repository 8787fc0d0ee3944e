package dev.tenon.layers.base;

/**
 * A behaviour of an older Keras that no argument of Keras 3 selects.
 *
 * <p>It follows from the Keras version of a file, or from an argument that Keras 3 lacks. It is a
 * property of a {@link LayerNode}. A layer made in code behaves as in Keras 3.
 */
public enum LegacyOption {
  /**
   * Integer inputs give real numbers, where Keras 3 gives integers: LayerNormalization, Resizing,
   * UpSampling2D, RandomBrightness and RandomContrast of Keras 2.
   */
  REAL_RESULTS,
  /** The mean of integers is an integer: GlobalAveragePooling of Keras 2. */
  INTEGER_MEANS,
  /**
   * Results have the layer's own type, where those of Keras 3 are integers: IntegerLookup,
   * StringLookup and, for counts, TextVectorization of tf_keras.
   */
  TYPED_LOOKUP,
  /** Images are cropped and resized at inference: RandomCrop of tf_keras. */
  RESIZED_CROP,
  /**
   * A large negative number is added to masked scores; if all are masked, the result is nearly that
   * without a mask: Softmax of tf_keras.
   */
  ADDED_MASK,
  /**
   * A large negative number replaces masked scores; if all are masked, all results are equal:
   * Softmax of tf_keras with {@code robust_masking}.
   */
  ROBUST_MASK,
  /** Layers called later on the same tensors see their masks: MultiHeadAttention of tf_keras. */
  KEPT_MASKS,
  /**
   * Sequences have the time as their first axis and the batch as their second: recurrent layers of
   * tf_keras with {@code time_major}.
   */
  TIME_MAJOR
}
