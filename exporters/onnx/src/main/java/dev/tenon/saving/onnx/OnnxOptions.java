package dev.tenon.saving.onnx;

import dev.tenon.internal.options.Setters;
import dev.tenon.internal.version.TenonVersion;
import dev.tenon.schema.OperatorSchemas;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options of a written ONNX model.
 *
 * @param opset the version of ONNX's standard operators, 13 to 24; 18 by default
 * @param producerVersion Tenon's version
 * @param metadata pairs of the model's {@code metadata_props}, such as its origin
 * @param valueInfo whether the file contains the type and shape of every inner value; false by
 *     default
 * @param fuse whether operators are fused if the result is the same; true by default
 * @param foldNormalization whether batch normalization is folded into the preceding convolution;
 *     needs {@code fuse}, true by default
 * @param domains the version of each further operator domain
 * @param weights the storage of large weights; unchanged by default
 * @param runnable whether an operator computes in float32 if ONNX Runtime has no kernel for its
 *     type, such as Conv in float64, and casts its results back; true by default
 */
@Setters
public record OnnxOptions(
    int opset,
    String producerVersion,
    Map<String, String> metadata,
    boolean valueInfo,
    boolean fuse,
    boolean foldNormalization,
    Map<String, Long> domains,
    WeightStorage weights,
    boolean runnable)
    implements OnnxOptionsSetters {
  /** The oldest supported opset. */
  public static final int OLDEST_OPSET = OperatorSchemas.OLDEST;

  /** The newest supported opset, that of the shipped ONNX Runtime. */
  public static final int NEWEST_OPSET = OperatorSchemas.NEWEST;

  /** Opset 18, no metadata, no inner types. */
  public static final OnnxOptions DEFAULTS =
      new OnnxOptions(
          18, TenonVersion.get(), Map.of(), false, true, true, Map.of(), WeightStorage.FULL, true);

  /**
   * Checks the opset.
   *
   * @throws IllegalArgumentException if the opset is outside 13 to 24
   */
  public OnnxOptions {
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "opset "
              + opset
              + " cannot be written: choose one from "
              + OLDEST_OPSET
              + " to "
              + NEWEST_OPSET);
    }
    domains = Map.copyOf(domains);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Returns a copy with one more pair of metadata. */
  public OnnxOptions metadata(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return metadata(more);
  }
}
