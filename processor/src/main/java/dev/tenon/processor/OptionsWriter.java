package dev.tenon.processor;

import java.util.Set;
import java.util.stream.Collectors;

/** Writes the interface that gives a layer's record its defaults and its copying methods. */
final class OptionsWriter {
  private OptionsWriter() {}

  /**
   * Writes the interface of a record.
   *
   * @param above the interface of its family; empty without one
   * @param defaults whether it has the constant {@code DEFAULTS}: not where the record has its own
   */
  static String write(LayerRecord layer, String above, boolean defaults) {
    String extended = above.isEmpty() ? "" : "extends " + above + " ";
    String members =
        layer.components().stream()
            .map(component -> accessor(layer, component) + copy(layer, component, "default ", true))
            .collect(Collectors.joining());
    return body(layer, extended, (defaults ? constant(layer) : "") + members);
  }

  /**
   * Writes the interface of all records of a family.
   *
   * @param known the methods that the family has from elsewhere: this interface has them not
   */
  static String write(LayerRecord family, Set<String> known) {
    String members =
        family.components().stream()
            .map(
                component ->
                    (known.contains(component.name()) ? "" : accessor(family, component))
                        + copy(family, component, "", false))
            .collect(Collectors.joining());
    return body(family, "", members);
  }

  private static String body(LayerRecord layer, String extended, String members) {
    return """
        package %1$s;

        import dev.tenon.ir.graph.KerasObject;
        import java.util.List;
        import org.jspecify.annotations.NullMarked;
        import org.jspecify.annotations.Nullable;

        /** The options of {@link %2$s}, each with a method that returns a copy with another value. */
        @NullMarked
        interface %3$s %4$s{
        %5$s}
        """
        .formatted(layer.packageName(), layer.name(), layer.optionsName(), extended, members);
  }

  private static String constant(LayerRecord layer) {
    return """
          /** Keras' defaults; an argument without one has 1, or the smallest number that works. */
          %1$s DEFAULTS = new %1$s(%2$s);
        """
        .formatted(
            layer.name(),
            layer.components().stream()
                .map(component -> component.defaultValue(layer.rank()))
                .collect(Collectors.joining(", ")));
  }

  private static String accessor(LayerRecord layer, Component component) {
    return """

          /**
           * Returns {@code %1$s}: %4$s
           */
          %2$s %3$s();
        """
        .formatted(
            component.key(),
            component.declaration(),
            component.name(),
            sentences(layer, component));
  }

  private static String sentences(LayerRecord layer, Component component) {
    return layer.sentences(component, null).replace("\n", "\n   *");
  }

  private static String copy(LayerRecord layer, Component changed, String modifier, boolean body) {
    String name = changed.name();
    String values =
        layer.components().stream()
            .map(Component::name)
            .map(other -> other.equals(name) ? other : other + "()")
            .collect(Collectors.joining(", "));
    String typed = changed.objectType();
    String converted =
        typed == null
            ? ""
            : """

                  /**
                   * Returns a copy with another {@code %2$s}: %5$s
                   */
                  default %3$s %1$s(%4$s %1$s) {
                    return %1$s(%1$s.toKeras());
                  }
                """
                .formatted(name, changed.key(), layer.name(), typed, sentences(layer, changed));
    return """

          /**
           * Returns a copy with another {@code %2$s}: %7$s
           */
          %3$s%4$s %1$s(%5$s %1$s)%6$s
        """
            .formatted(
                name,
                changed.key(),
                modifier,
                layer.name(),
                changed.declaration(),
                body ? " {\n    return new " + layer.name() + "(" + values + ");\n  }" : ";",
                sentences(layer, changed))
        + converted;
  }
}
