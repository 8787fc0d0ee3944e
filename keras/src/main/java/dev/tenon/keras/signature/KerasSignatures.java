package dev.tenon.keras.signature;

import dev.tenon.keras.KerasGeneration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final Map<SignatureKind, Map<String, KerasSignature>> byName =
      new EnumMap<>(SignatureKind.class);

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
    return names(kind).get(name);
  }

  /** Returns all of a kind, each once, in the order of their names. */
  public Set<KerasSignature> all(SignatureKind kind) {
    Set<KerasSignature> all = new LinkedHashSet<>();
    List<String> names = names(kind).keySet().stream().sorted().toList();
    names.forEach(name -> all.add(names(kind).get(name)));
    return all;
  }

  private synchronized Map<String, KerasSignature> names(SignatureKind kind) {
    return byName.computeIfAbsent(kind, this::read);
  }

  private Map<String, KerasSignature> read(SignatureKind kind) {
    Map<String, KerasSignature> names = new HashMap<>();
    List<KerasSignature> read = SignatureReader.read(resource, kind);
    for (KerasSignature signature : read) {
      // A class stands before the function of the same kind and name.
      names.putIfAbsent(signature.name(), signature);
    }
    for (KerasSignature signature : read) {
      signature.aliases().forEach(alias -> names.putIfAbsent(alias, signature));
    }
    return names;
  }
}
