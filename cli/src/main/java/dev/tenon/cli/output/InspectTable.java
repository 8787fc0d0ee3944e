package dev.tenon.cli.output;

import dev.tenon.inspect.Inspection;
import dev.tenon.inspect.Step;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.inspect.figures.Statistics;
import dev.tenon.internal.console.TextTable;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows an inspection in a terminal, a row for each step. */
public final class InspectTable {
  private static final long KIBI = 1024;

  private InspectTable() {}

  public static String of(Inspection inspection, Predicate<Step> shown) {
    TextTable table =
        new TextTable(
            List.of(
                "layer (type)",
                "output",
                "params",
                "weights",
                "memory",
                "FLOPs",
                "sees",
                "min",
                "max",
                "mean",
                "std",
                "zeros",
                "dead"),
            Set.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    for (Step step : inspection.structure().steps().stream().filter(shown).toList()) {
      String name = step.outputs().isEmpty() ? "" : step.outputs().get(0);
      Cost cost = inspection.costs().get(step.path());
      Tensor value = inspection.values().get(name);
      Statistics s = inspection.activations().get(name);
      Integer dead = inspection.deadUnits().get(name);
      table.row(
          step.path() + " (" + step.kind() + ")",
          value == null ? "" : value.shapeString(),
          cost == null ? "" : count(cost.parameters()),
          cost == null ? "" : bytes(cost.weightBytes()),
          cost == null ? "" : bytes(cost.outputBytes()),
          cost == null ? "" : count(cost.flops()),
          cost == null
              ? ""
              : cost.receptiveField().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining("x")),
          s != null && s.anyFinite() ? number(s.min()) : "",
          s != null && s.anyFinite() ? number(s.max()) : "",
          s != null ? (s.finite() ? number(s.mean()) : s.nans() + " NaN") : "",
          s != null ? (s.finite() ? number(s.std()) : s.infinities() + " inf") : "",
          s != null ? String.format(Locale.ROOT, "%.1f %%", 100 * s.sparsity()) : "",
          dead == null ? "" : dead.toString());
    }
    StringBuilder text = new StringBuilder(table.toString());
    inspection
        .batch()
        .forEach(
            (name, tensor) -> {
              if (!Statistics.of(tensor).finite()) {
                text.append("input '").append(name).append("' holds NaN or infinity\n");
              }
            });
    Step broken = inspection.firstNotFinite();
    if (broken != null) {
      text.append("NaN or infinity first appears in ").append(broken.path()).append('\n');
    }
    if (!inspection.brokenWeights().isEmpty()) {
      text.append("weights with NaN or infinity: ").append(inspection.brokenWeights()).append('\n');
    }
    for (Inspection.Answer answer : inspection.best()) {
      text.append(inspection.label(answer.index()))
          .append(String.format(Locale.ROOT, ": %.6g%n", answer.score()));
    }
    return text.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String bytes(@Nullable Long value) {
    if (value == null) {
      return "?";
    }
    if (value < KIBI) {
      return value + " B";
    }
    return value < KIBI * KIBI
        ? String.format(Locale.ROOT, "%.1f KiB", (double) value / KIBI)
        : String.format(Locale.ROOT, "%.1f MiB", (double) value / (KIBI * KIBI));
  }

  private static String count(@Nullable Long value) {
    return value == null ? "?" : String.format(Locale.ROOT, "%,d", value);
  }
}
