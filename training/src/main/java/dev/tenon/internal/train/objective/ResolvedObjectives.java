package dev.tenon.internal.train.objective;

import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Mean;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The losses and metrics of all outputs, after names that depend on the data were resolved.
 *
 * @param loss the mean of the total loss
 * @param outputs in the order of the model's outputs
 */
public record ResolvedObjectives(MetricSlot loss, List<CompiledOutput> outputs) {
  public ResolvedObjectives {
    outputs = List.copyOf(outputs);
  }

  /**
   * Resolves what the user chose.
   *
   * @param predictions the model's outputs
   * @param store where the metrics' variables get their first values
   * @throws IllegalArgumentException where a choice names an output that there is not
   */
  public static ResolvedObjectives resolve(
      CompileOptions options,
      List<String> names,
      List<Value> predictions,
      Signature signature,
      ParameterStore store) {
    checkNames(options.losses().keySet(), names, "loss");
    checkNames(options.lossWeights().keySet(), names, "lossWeight");
    checkNames(options.metrics().keySet(), names, "metric");
    checkNames(options.weightedMetrics().keySet(), names, "weightedMetric");
    Unique unique = new Unique(names.size() > 1);
    List<@Nullable Loss> losses = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      losses.add(loss(options, names.get(i), signature.targets().get(i), predictions.get(i)));
    }
    long trained = losses.stream().filter(loss -> loss != null).count();
    MetricSlot total = new MetricSlot("loss", Mean.DEFAULTS.name("loss"), store);
    List<List<MetricSlot>> plain = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      plain.add(
          slots(options.metrics(), names.get(i), signature, i, predictions.get(i)).stream()
              .map(named -> unique.slot(named, false, store))
              .toList());
    }
    List<CompiledOutput> outputs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<MetricSlot> weighted =
          slots(options.weightedMetrics(), name, signature, i, predictions.get(i)).stream()
              .map(named -> unique.slot(named, true, store))
              .toList();
      Loss loss = losses.get(i);
      String tracked = name + "_loss";
      outputs.add(
          new CompiledOutput(
              name,
              loss,
              options.lossWeights().get(name),
              loss == null || trained < 2
                  ? null
                  : new MetricSlot(tracked, Mean.DEFAULTS.name(tracked), store),
              plain.get(i),
              weighted));
    }
    return new ResolvedObjectives(total, outputs);
  }

  /** Returns all metrics, the total loss first, then Keras' order. */
  List<MetricSlot> all() {
    List<MetricSlot> all = new ArrayList<>(List.of(loss));
    outputs.forEach(output -> all.addAll(output.metrics()));
    outputs.forEach(output -> all.addAll(output.weightedMetrics()));
    for (CompiledOutput output : outputs) {
      if (output.lossTracker() != null) {
        all.add(output.lossTracker());
      }
    }
    return all;
  }

  private static void checkNames(Set<String> given, List<String> names, String what) {
    for (String name : given) {
      if (!name.equals(CompileOptions.ALL) && !names.contains(name)) {
        throw new IllegalArgumentException(
            what + " is given for output '" + name + "'; the model's outputs are " + names);
      }
    }
  }

  private static @Nullable Loss loss(
      CompileOptions options, String output, @Nullable TensorType target, Value prediction) {
    Object choice = options.losses().get(output);
    if (choice == null) {
      choice = options.losses().get(CompileOptions.ALL);
    }
    if (choice == null) {
      return null;
    }
    if (target == null) {
      throw new IllegalArgumentException(
          "output '" + output + "' has a loss but the data have no target for it");
    }
    return Losses.resolve(choice, target, prediction.type());
  }

  private record Named(String output, String name, Metric metric) {}

  private static List<Named> slots(
      Map<String, List<Object>> choices,
      String output,
      Signature signature,
      int place,
      Value prediction) {
    TensorType target = signature.targets().get(place);
    // What is measured of all outputs is measured of those that have a target.
    boolean left = target == null && signature.targets().stream().anyMatch(Objects::nonNull);
    List<Object> chosen =
        new ArrayList<>(left ? List.of() : choices.getOrDefault(CompileOptions.ALL, List.of()));
    chosen.addAll(choices.getOrDefault(output, List.of()));
    List<Named> found = new ArrayList<>();
    for (Object choice : chosen) {
      if (target == null) {
        throw new IllegalArgumentException(
            "output '" + output + "' has a metric but the data have no target for it");
      }
      Metric metric = Metrics.resolve(choice, target, prediction.type());
      found.add(new Named(output, choice instanceof String name ? name : metric.name(), metric));
    }
    return found;
  }

  /** Makes the names that metrics are reported by, as Keras makes them unique. */
  private static final class Unique {
    private final boolean several;
    private final Map<String, Integer> counts = new HashMap<>();

    Unique(boolean several) {
      this.several = several;
    }

    MetricSlot slot(Named named, boolean weighted, ParameterStore store) {
      String name = full(named.output(), named.name());
      if (counts.containsKey(name)) {
        String base = weighted ? full(named.output(), "weighted_" + named.name()) : name;
        Integer count = counts.get(base);
        if (count == null) {
          counts.put(base, 1);
          name = base;
        } else {
          counts.put(base, count + 1);
          name = base + "_" + count;
        }
      } else {
        counts.put(name, 1);
      }
      return new MetricSlot(name, named.metric(), store);
    }

    private String full(String output, String name) {
      return several ? output + "_" + name : name;
    }
  }
}
