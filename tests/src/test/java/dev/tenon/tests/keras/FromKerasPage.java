package dev.tenon.tests.keras;

import dev.tenon.layers.common.ObjectNames;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metrics;
import dev.tenon.testing.JavaNames;
import dev.tenon.tests.keras.PublicNames.PublicName;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code docs/from-keras.md}: every public name of Keras 3.15 with Tenon's.
 *
 * <p>Tenon's names are found by reflection in the class that stands for Keras' module, or named in
 * {@code names-of-keras.tsv}, whose classes and methods must exist.
 */
final class FromKerasPage {
  private static final String INTRODUCTION =
      """
      # Every public name of Keras

      <!-- Generated; do not edit. To write it again: %s -->

      This page lists every public name of Keras 3.15.1 with its name in Tenon.

      - `import static dev.tenon.Tenon.*;` imports the methods of `Tenon`.
      - A name in quotes is a string that Tenon accepts where Keras does: `compile("adam", "mse")`,
        `dense(5).activation("relu")`.
      - Arguments have Keras' names in camel case. `missing-keras-arguments.tsv` in the tests lists
        the exceptions.
      """;

  /** Classes that have the names of a group, in the order in which they are asked. */
  private static final Map<String, List<String>> HOLDERS =
      Map.ofEntries(
          Map.entry("keras.layers", List.of("dev.tenon.layers.Layers")),
          Map.entry("keras.losses", List.of("dev.tenon.losses.Losses")),
          Map.entry(
              "keras.metrics", List.of("dev.tenon.metrics.Metrics", "dev.tenon.losses.Losses")),
          Map.entry("keras.optimizers", List.of("dev.tenon.optimizers.Optimizers")),
          Map.entry("keras.optimizers.schedules", List.of("dev.tenon.optimizers.Schedules")),
          Map.entry("keras.callbacks", List.of("dev.tenon.callbacks.Callbacks")),
          Map.entry("keras.initializers", List.of("dev.tenon.initializers.Initializers")),
          Map.entry("keras.regularizers", List.of("dev.tenon.regularizers.Regularizers")),
          Map.entry("keras.constraints", List.of("dev.tenon.constraints.Constraints")),
          Map.entry("keras.quantizers", List.of("dev.tenon.quantizers.Quantizers")),
          Map.entry("keras.Model", List.of("dev.tenon.Model")),
          Map.entry("keras.applications", List.of("dev.tenon.zoo.Applications")),
          Map.entry("keras.ops", List.of("dev.tenon.ops.Ops")),
          Map.entry("keras.ops.image", List.of("dev.tenon.ops.Ops")),
          Map.entry("keras.random", List.of("dev.tenon.ops.Random")),
          Map.entry("keras.utils.bounding_boxes", List.of("dev.tenon.utils.BoundingBoxes")),
          Map.entry("keras.visualization", List.of("dev.tenon.utils.Visualization")));

  /** Looks a text up as Tenon does where Keras takes one; throws for an unknown one. */
  private static final Map<String, Consumer<String>> TEXTS =
      Map.of(
          "keras.activations", ObjectNames::activation,
          "keras.losses", Losses::of,
          "keras.metrics", Metrics::of);

  /**
   * What a name is in Tenon.
   *
   * @param tenon its name; empty if there is none
   * @param reason why there is none
   * @param counts whether it counts: false for what only Python has, and for other names of the
   *     same object
   */
  record Row(String tenon, String reason, boolean counts) {}

  private final List<PublicName> names;
  private final Map<String, PublicName> byName = new HashMap<>();
  private final Map<String, String> given = ListedReasons.read("names-of-keras.tsv", 1);

  FromKerasPage() throws IOException {
    names = PublicNames.read().stream().filter(name -> !name.kind().equals("module")).toList();
    names.forEach(name -> byName.put(name.name(), name));
  }

  /** Returns the rows of each chapter, such as {@code keras.layers}. */
  Map<String, Map<PublicName, Row>> chapters() {
    Map<String, Map<PublicName, Row>> chapters = new LinkedHashMap<>();
    for (PublicName name : names) {
      String[] parts = name.name().split("\\.", -1);
      String chapter = parts.length == 2 ? "keras" : parts[0] + "." + parts[1];
      chapters.computeIfAbsent(chapter, key -> new LinkedHashMap<>()).put(name, row(name));
    }
    return chapters;
  }

  private Row row(PublicName name) {
    if (!name.same().isEmpty()) {
      Row first = row(byName.get(name.same()));
      return new Row(first.tenon(), first.reason(), false);
    }
    String[] listed = given.getOrDefault(name.name(), "").split("\t", -1);
    String reason = listed.length > 1 ? listed[1] : "not there yet";
    for (String reference : listed[0].split("\\|", -1)) {
      String found = reference.isEmpty() ? null : found(reference);
      if (found != null) {
        return new Row(found, "", true);
      }
    }
    if (!Set.of("", "-").contains(listed[0])) {
      throw new IllegalStateException(
          "names-of-keras.tsv: nothing is called " + listed[0] + ", for " + name.name());
    }
    String python = ListedReasons.reason(name.name());
    if (python != null) {
      return new Row("", python, false);
    }
    String found = lookUp(name);
    return new Row(found == null ? "" : found, found == null ? reason : "", true);
  }

  private @Nullable String lookUp(PublicName name) {
    for (String holder : HOLDERS.getOrDefault(name.group(), List.of())) {
      String method = method(holder, JavaNames.camelCase(name.simpleName()));
      if (method != null) {
        return method;
      }
    }
    Consumer<String> texts = TEXTS.get(name.group());
    if (texts != null && name.kind().equals("function")) {
      try {
        texts.accept(name.simpleName());
        return '"' + name.simpleName() + '"';
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return name.group().startsWith("keras.applications.")
        ? found(
            name.simpleName().equals("preprocess_input")
                ? "dev.tenon.zoo.Application#preprocessing"
                : "dev.tenon.zoo.Labels#imagenet")
        : null;
  }

  /** Returns a class or a class's method as readers write it; null if it does not exist. */
  private static @Nullable String found(String reference) {
    String[] parts = reference.split("#", -1);
    Class<?> type = type(parts[0]);
    if (type == null) {
      return null;
    }
    return parts.length == 1 ? type.getSimpleName() : method(parts[0], parts[1]);
  }

  private static @Nullable String method(String className, String name) {
    Class<?> type = type(className);
    if (type == null) {
      return null;
    }
    return Stream.concat(
            Stream.of(type.getMethods()).map(Method::getName),
            Stream.of(type.getFields()).map(Field::getName))
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(found -> type.getSimpleName() + "." + found)
        .orElse(null);
  }

  private static @Nullable Class<?> type(String className) {
    try {
      return Class.forName(className);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  String write(String command) {
    Map<String, Map<PublicName, Row>> chapters = chapters();
    StringBuilder page = new StringBuilder(INTRODUCTION.formatted(command));
    page.append("\n| Chapter | Names | In Tenon | Missing | Only Python | Other names |\n");
    page.append("| --- | --- | --- | --- | --- | --- |\n");
    chapters.forEach((chapter, rows) -> page.append(counts("`" + chapter + "`", rows.entrySet())));
    List<Map.Entry<PublicName, Row>> all = new ArrayList<>();
    chapters.values().forEach(rows -> all.addAll(rows.entrySet()));
    page.append(counts("all", all));
    chapters.forEach(
        (chapter, rows) -> {
          page.append("\n## ").append(chapter).append("\n\n| Keras | Tenon |\n| --- | --- |\n");
          rows.forEach(
              (name, row) ->
                  page.append("| `")
                      .append(name.name().substring("keras.".length()))
                      .append("` | ")
                      .append(row.tenon().isEmpty() ? "— " + row.reason() : "`" + row.tenon() + "`")
                      .append(" |\n"));
        });
    return page.toString();
  }

  private static String counts(String title, Iterable<? extends Map.Entry<PublicName, Row>> rows) {
    int same = 0;
    int python = 0;
    int there = 0;
    int missing = 0;
    for (Map.Entry<PublicName, Row> row : rows) {
      if (!row.getKey().same().isEmpty()) {
        same++;
      } else if (!row.getValue().counts()) {
        python++;
      } else if (row.getValue().tenon().isEmpty()) {
        missing++;
      } else {
        there++;
      }
    }
    return Stream.of(there + missing, there, missing, python, same)
        .map(String::valueOf)
        .collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
  }
}
