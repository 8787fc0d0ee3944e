package dev.tenon.keras.signature;

import dev.tenon.keras.KerasGeneration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one generation of Keras: Keras 3.15.1 or tf_keras 2.21.0.
 *
 * <p>A kind is read when it is first asked for. Safe for use by several threads.
 */
public final class KerasSignatures {
  private static final Map<KerasGeneration, KerasSignatures> ALL =
      new EnumMap<>(KerasGeneration.class);

  static {
    ALL.put(KerasGeneration.KERAS_3, new KerasSignatures("keras3.jsonl"));
    ALL.put(KerasGeneration.TF_KERAS, new KerasSignatures("tf_keras.jsonl"));
  }

  private final String resource;
  private final Map<SignatureKind, SignatureIndex> byKind = new EnumMap<>(SignatureKind.class);

  private KerasSignatures(String resource) {
    this.resource = resource;
  }

  /** Returns the signatures of a generation. */
  public static KerasSignatures of(KerasGeneration generation) {
    KerasSignatures signatures = ALL.get(generation);
    if (signatures == null) {
      throw new IllegalArgumentException("no signatures of " + generation);
    }
    return signatures;
  }

  /**
   * Finds a class or function.
   *
   * @param name its name, or another under which Keras finds it, such as {@code mse}
   * @return the signature; null where this generation has none of that kind and name
   */
  public @Nullable KerasSignature find(SignatureKind kind, String name) {
    return index(kind).find(name);
  }

  /** Returns all of a kind, each once, in the order of their names. */
  public Set<KerasSignature> all(SignatureKind kind) {
    return index(kind).all();
  }

  private synchronized SignatureIndex index(SignatureKind kind) {
    return byKind.computeIfAbsent(
        kind, key -> new SignatureIndex(key, SignatureReader.lines(resource, key)));
  }
}
