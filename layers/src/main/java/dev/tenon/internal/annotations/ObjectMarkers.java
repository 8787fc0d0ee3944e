package dev.tenon.internal.annotations;

/**
 * Class names by which Keras 3 marks objects that JSON cannot express.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/master/keras/src/saving/serialization_lib.py">Keras:
 *     serialize_keras_object</a>
 */
public final class ObjectMarkers {
  /** A tensor of the graph: its type and its call. */
  public static final String TENSOR = "__keras_tensor__";

  /** A tuple, which JSON writes as a list. */
  public static final String TUPLE = "__tuple__";

  /** Python's {@code start:stop:step}. */
  public static final String SLICE = "__slice__";

  /** Python's {@code ...}. */
  public static final String ELLIPSIS = "__ellipsis__";

  /** An array of NumPy. */
  public static final String ARRAY = "__numpy__";

  /** A tensor of the backend with its numbers. */
  public static final String BACKEND_TENSOR = "__tensor__";

  private ObjectMarkers() {}
}
