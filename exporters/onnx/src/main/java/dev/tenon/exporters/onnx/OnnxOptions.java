package dev.tenon.exporters.onnx;

import dev.tenon.exporters.onnx.quantize.WeightStorage;
import dev.tenon.internal.options.Setters;
import dev.tenon.schema.OperatorSchemas;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an ONNX model is written.
 *
 * @param opset the version of ONNX's standard operators, 13 to 24
 * @param producerVersion Tenon's version
 * @param metadata pairs for the model's {@code metadata_props}, such as where it came from
 * @param valueInfo whether the type and shape of every inner value are written too
 * @param fuse whether operators are joined where the result is the same
 * @param foldNormalization whether batch normalisation goes into the convolution before it; only
 *     where {@code fuse}
 * @param domains the version of each domain of operators that are not ONNX's own
 * @param weights how large weights are stored
 * @param runnable whether operators compute in float32 where ONNX Runtime has no kernel for their
 *     type, such as Conv in float64, and cast their results back
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
  /** The oldest opset that can be written. */
  public static final int OLDEST_OPSET = OperatorSchemas.OLDEST;

  /** The newest opset that can be written, the newest that the shipped ONNX Runtime takes. */
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

  /** Returns the same options with one more pair of metadata. */
  public OnnxOptions metadata(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return metadata(more);
  }
}
