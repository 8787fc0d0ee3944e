package dev.tenon.keras.family;

import dev.tenon.keras.KerasDialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The families of layers whose configurations the generations of Keras do not share. */
public final class KerasFamilies {
  static final List<KerasFamily> ALL =
      List.of(
          new ActivationFamily(),
          new AttentionFamily(),
          new CategoryFamily(),
          new ConvolutionFamily(),
          new EmbeddingFamily(),
          new ImageFamily(),
          new LookupFamily(),
          new MergingFamily(),
          new NormalizationFamily(),
          new PoolingFamily(),
          new RecurrentFamily(),
          new RegularizationFamily(),
          new ReshapingFamily());

  private static final Map<String, KerasFamily> BY_CLASS = byClass();
  private static final KerasFamily NONE = () -> Set.of();

  private KerasFamilies() {}

  private static Map<String, KerasFamily> byClass() {
    Map<String, KerasFamily> families = new HashMap<>();
    for (KerasFamily family : ALL) {
      for (String className : family.classes()) {
        if (families.put(className, family) != null) {
          throw new IllegalStateException(className + " is in two families");
        }
      }
    }
    return Map.copyOf(families);
  }

  private static KerasFamily of(String className) {
    return BY_CLASS.getOrDefault(className, NONE);
  }

  /** Returns the classes of all families, under the names of Keras 3. */
  public static Set<String> classes() {
    return new TreeSet<>(BY_CLASS.keySet());
  }

  /** Says whether layers of a class have vocabularies. */
  public static boolean isLookup(String className) {
    return of(className) instanceof LookupFamily;
  }

  /** Brings a configuration of any dialect to Keras 3, in place. */
  public static void upgrade(OlderLayer layer) {
    if (layer.dialect() == KerasDialect.KERAS_1) {
      Keras1Keys.rename(layer);
      of(layer.className()).fromKeras1(layer);
    }
    if (layer.dialect().before(KerasDialect.KERAS_3)) {
      of(layer.className()).fromKeras2(layer);
    }
    of(layer.className()).fromAny(layer);
  }

  /** Brings a configuration of Keras 3 to what its readers accept, in place. */
  public static void downgrade(WrittenLayer layer) {
    of(layer.className()).toReaders(layer);
  }
}
