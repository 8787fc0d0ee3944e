package dev.tenon;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.callbacks.Callbacks;
import dev.tenon.constraints.Constraints;
import dev.tenon.data.Dataset;
import dev.tenon.data.Labels;
import dev.tenon.data.text.Sequences;
import dev.tenon.initializers.Initializers;
import dev.tenon.initializers.Seeds;
import dev.tenon.layers.Layers;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metrics;
import dev.tenon.model.SummaryOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.optimizers.Schedules;
import dev.tenon.regularizers.Regularizers;
import dev.tenon.testing.Checkout;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.training.FitOptions;
import dev.tenon.training.PredictOptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code Tenon} has the names of all holders, and the names that two of them share are listed. */
final class FacadeTest {
  /** In the order in which a name is looked for. */
  private static final List<Class<?>> HOLDERS =
      List.of(
          ModelFactories.class,
          Layers.class,
          Losses.class,
          Metrics.class,
          Optimizers.class,
          Schedules.class,
          Callbacks.class,
          Initializers.class,
          Regularizers.class,
          Constraints.class,
          LoraConfig.class,
          CompileOptions.class,
          FitOptions.class,
          EvaluateOptions.class,
          PredictOptions.class,
          SummaryOptions.class,
          Dataset.class,
          Labels.class,
          Sequences.class,
          Seeds.class,
          DtypePolicies.class);

  /** Methods of holders that look up, convert or apply, and make nothing of Keras' names. */
  private static final Set<String> OTHERS =
      Set.of(
          "all",
          "apply",
          "fromCsv",
          "functionName",
          "generate",
          "later",
          "name",
          "next",
          "of",
          "penalty",
          "resolve",
          "serialize",
          "start",
          "toConfig",
          "with",
          "withRate");

  @Test
  void hasEveryMethodOfTheFirstHolderOfItsName() {
    Set<String> expected = new LinkedHashSet<>();
    owners()
        .forEach(
            (name, holders) ->
                factories(holders.iterator().next())
                    .filter(method -> method.getName().equals(name))
                    .map(FacadeTest::signature)
                    .forEach(expected::add));

    assertThat(factories(Tenon.class).map(FacadeTest::signature).collect(toSet()))
        .isEqualTo(expected);
  }

  @Test
  void namesOfTwoHoldersAreListed() throws IOException {
    Map<String, String> found = new TreeMap<>();
    owners()
        .forEach(
            (name, holders) -> {
              if (holders.size() > 1) {
                List<String> names = holders.stream().map(Class::getSimpleName).toList();
                found.put(
                    name, names.get(0) + "\t" + String.join(", ", names.subList(1, names.size())));
              }
            });
    Map<String, String> listed = new TreeMap<>();
    try (Stream<String> lines =
        Files.lines(Checkout.file("training/src/test/names/names-of-two-holders.tsv"))) {
      lines.skip(1).map(line -> line.split("\t", 2)).forEach(row -> listed.put(row[0], row[1]));
    }

    assertThat(found).isEqualTo(listed);
  }

  private static Map<String, Set<Class<?>>> owners() {
    return HOLDERS.stream()
        .flatMap(holder -> factories(holder).map(method -> Map.entry(method.getName(), holder)))
        .collect(
            groupingBy(
                Map.Entry::getKey,
                TreeMap::new,
                mapping(Map.Entry::getValue, toCollection(LinkedHashSet::new))));
  }

  private static Stream<Method> factories(Class<?> holder) {
    return Arrays.stream(holder.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.isSynthetic() && !OTHERS.contains(method.getName()));
  }

  private static String signature(Method method) {
    return method.getGenericReturnType()
        + " "
        + method.getName()
        + Arrays.toString(method.getGenericParameterTypes());
  }
}
