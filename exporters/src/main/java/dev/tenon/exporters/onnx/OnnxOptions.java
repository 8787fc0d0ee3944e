package dev.tenon.exporters.onnx;

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
public record OnnxOptions(
    int opset,
    String producerVersion,
    Map<String, String> metadata,
    boolean valueInfo,
    boolean fuse,
    boolean foldNormalization,
    Map<String, Long> domains,
    WeightStorage weights,
    boolean runnable) {
  /** The oldest opset that can be written. */
  public static final int OLDEST_OPSET = 13;

  /** The newest opset that can be written, the newest that the shipped ONNX Runtime takes. */
  public static final int NEWEST_OPSET = 24;

  /** Opset 18, no metadata, no inner types. */
  public static final OnnxOptions DEFAULTS =
      new OnnxOptions(
          18, version(), Map.of(), false, true, true, Map.of(), WeightStorage.FULL, true);

  /**
   * Checks the opset.
   *
   * @throws IllegalArgumentException where the opset is outside 13 to 24
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

  /** Returns the same options with another opset. */
  public OnnxOptions withOpset(int other) {
    return new OnnxOptions(
        other,
        producerVersion,
        metadata,
        valueInfo,
        fuse,
        foldNormalization,
        domains,
        weights,
        runnable);
  }

  /** Returns the same options with one more pair of metadata. */
  public OnnxOptions withMetadata(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(key, value);
    return new OnnxOptions(
        opset,
        producerVersion,
        more,
        valueInfo,
        fuse,
        foldNormalization,
        domains,
        weights,
        runnable);
  }

  /** Returns the same options with other pairs of metadata than before. */
  public OnnxOptions withMetadata(Map<String, String> pairs) {
    return new OnnxOptions(
        opset,
        producerVersion,
        pairs,
        valueInfo,
        fuse,
        foldNormalization,
        domains,
        weights,
        runnable);
  }

  /** Returns the same options with or without the types of inner values. */
  public OnnxOptions withValueInfo(boolean wanted) {
    return new OnnxOptions(
        opset,
        producerVersion,
        metadata,
        wanted,
        fuse,
        foldNormalization,
        domains,
        weights,
        runnable);
  }

  /** Returns the same options with or without operators joined. */
  public OnnxOptions withFuse(boolean wanted) {
    return new OnnxOptions(
        opset,
        producerVersion,
        metadata,
        valueInfo,
        wanted,
        foldNormalization,
        domains,
        weights,
        runnable);
  }

  /** Returns the same options with or without batch normalisation folded into convolutions. */
  public OnnxOptions withFoldNormalization(boolean wanted) {
    return new OnnxOptions(
        opset, producerVersion, metadata, valueInfo, fuse, wanted, domains, weights, runnable);
  }

  /** Returns the same options with the versions of domains that are not ONNX's own. */
  public OnnxOptions withDomains(Map<String, Long> versions) {
    return new OnnxOptions(
        opset,
        producerVersion,
        metadata,
        valueInfo,
        fuse,
        foldNormalization,
        versions,
        weights,
        runnable);
  }

  /** Returns the same options with another way to store large weights. */
  public OnnxOptions withWeights(WeightStorage storage) {
    return new OnnxOptions(
        opset,
        producerVersion,
        metadata,
        valueInfo,
        fuse,
        foldNormalization,
        domains,
        storage,
        runnable);
  }

  /** Returns the same options with or without float32 where ONNX Runtime has no kernel. */
  public OnnxOptions withRunnable(boolean wanted) {
    return new OnnxOptions(
        opset,
        producerVersion,
        metadata,
        valueInfo,
        fuse,
        foldNormalization,
        domains,
        weights,
        wanted);
  }

  private static String version() {
    String version = OnnxOptions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
