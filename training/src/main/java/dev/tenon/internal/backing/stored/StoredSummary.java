package dev.tenon.internal.backing.stored;

import dev.tenon.internal.console.PythonShape;
import dev.tenon.internal.console.TextTable;
import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.StoredModel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the table of a TensorFlow graph's operations, in the style of Keras' summary. */
final class StoredSummary {
  private StoredSummary() {}

  static String of(StoredModel stored) {
    StringBuilder text = new StringBuilder("Model: \"" + PlainText.of(stored.name()) + "\"\n");
    stored
        .facts()
        .forEach((name, fact) -> text.append(PlainText.of(name + ": " + fact)).append('\n'));
    Map<String, Value> variables = new HashMap<>();
    stored.variables().forEach(value -> variables.put(value.name(), value));
    TextTable table =
        new TextTable(List.of("Operation (kind)", "Shape", "Param #", "Inputs"), Set.of(2));
    long total = 0;
    for (StoredModel.Step step : stored.steps()) {
      Value variable = variables.get(step.name());
      long size = 0;
      if (variable != null) {
        size = 1;
        for (long length : variable.shape().toLongs()) {
          size *= length;
        }
      }
      total += size;
      table.row(
          step.name() + " (" + step.operator() + ")",
          variable == null ? "" : PythonShape.of(variable.shape()),
          String.format(Locale.ROOT, "%,d", size),
          String.join(", ", step.inputs()));
    }
    text.append(table);
    text.append(
        String.format(
            Locale.ROOT, " Operations: %,d%n Total params: %,d%n", stored.steps().size(), total));
    return text.toString();
  }
}
