package dev.tenon.processor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * The layers that one interface declares for one, two and three spatial axes: its nested record
 * {@code Options}, or that of an interface above it, has the components of each.
 *
 * <p>In names and texts, {@code #} is the number of axes; in Javadoc, {@code $data} is the input of
 * the layers (sequences, images, volumes), {@code $axes} are its spatial axes and {@code $new}
 * those of the output. A default may have one choice for each of the numbers of axes, with {@code
 * |} between.
 */
final class LayerFamily {
  static final String ANNOTATION = "dev.tenon.layers.common.Family";

  private static final List<String> DATA = List.of("sequences", "images", "volumes");
  private static final List<String> AXES =
      List.of("steps", "rows, columns", "depth, rows, columns");

  private final TypeElement type;
  private final Elements elements;
  private final TypeElement options;
  private final String name;
  private final List<Integer> counts;

  LayerFamily(TypeElement type, Elements elements) {
    this.type = type;
    this.elements = elements;
    this.options =
        options(type)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(type + " needs a nested record Options"));
    Map<String, Object> given = Annotations.values(type, Set.of(ANNOTATION));
    this.name = String.valueOf(given.get("value"));
    List<Integer> axes =
        Annotations.entries(given, "axes").stream().map(Integer.class::cast).toList();
    this.counts = axes.isEmpty() ? List.of(1, 2, 3) : axes;
  }

  /** Finds the options, the nearest first. */
  private static Stream<TypeElement> options(TypeElement type) {
    return Stream.concat(
        ElementFilter.typesIn(type.getEnclosedElements()).stream()
            .filter(nested -> nested.getSimpleName().contentEquals("Options")),
        type.getInterfaces().stream()
            .filter(DeclaredType.class::isInstance)
            .flatMap(above -> options((TypeElement) ((DeclaredType) above).asElement())));
  }

  /**
   * Returns whether the options are the family's own, so that an interface gives access to them.
   */
  boolean ownsOptions() {
    return type.equals(options.getEnclosingElement());
  }

  /** Returns the methods that the interface has from those above it that are written by hand. */
  Set<String> inherited() {
    String written = common().optionsName();
    return type.getInterfaces().stream()
        .map(above -> (TypeElement) ((DeclaredType) above).asElement())
        .filter(above -> !above.getSimpleName().contentEquals(written))
        .flatMap(above -> ElementFilter.methodsIn(elements.getAllMembers(above)).stream())
        .filter(method -> method.getParameters().isEmpty())
        .map(method -> method.getSimpleName().toString())
        .collect(Collectors.toSet());
  }

  /** Returns a record for each number of axes. */
  List<LayerRecord> records() {
    return counts.stream().map(axes -> record(filled(name, axes), axes)).toList();
  }

  /** Returns the common declaration of its records. */
  LayerRecord common() {
    return record(type.getSimpleName().toString(), 1);
  }

  private LayerRecord record(String className, int axes) {
    List<Component> components =
        Component.all(options, elements).stream()
            .map(each -> each.choice(counts.indexOf(axes)).filled(text -> filled(text, axes)))
            .toList();
    return LayerRecord.of(type, className, components, elements, text -> filled(text, axes));
  }

  /** Writes one of its records. */
  String write(LayerRecord layer) {
    return layer.source(
        filled(String.valueOf(elements.getDocComment(type)), layer.rank()),
        type.getSimpleName() + ", dev.tenon.layers.common.SpatialLayer",
        """
          @Override
          public int spatialAxes() {
            return %d;
          }
        """
            .formatted(layer.rank()));
  }

  private static String filled(String text, int axes) {
    String spatial = AXES.get(axes - 1);
    return text.replace("#", String.valueOf(axes))
        .replace("$data", DATA.get(axes - 1))
        .replace("$axes", spatial)
        .replace("$new", "new " + spatial.replace(", ", ", new "));
  }
}
