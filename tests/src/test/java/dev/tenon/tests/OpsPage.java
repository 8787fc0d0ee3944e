package dev.tenon.tests;

import dev.tenon.testing.Checkout;
import dev.tenon.testing.JavaNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code docs/ops.md} from the table of functions and the list of those that are missing.
 */
final class OpsPage {
  private static final Path TABLES = Checkout.file("training/src/main/resources/dev/tenon/ops");
  private static final String INTRODUCTION =
      """
      # The functions of keras.ops and keras.random

      <!-- Generated; do not edit. To write it again: %s -->

      `dev.tenon.ops.Ops` has the functions of Keras 3.15's `keras.ops` and `keras.ops.image`. Names are Keras' in camel case.
      Positional arguments have Keras' order, and the last ones may be omitted for Keras' defaults. Python's None is `null`.

      <!-- given: KerasTensor x, KerasTensor bias, Tensor a, Tensor b -->
      ```java
      import dev.tenon.ops.Ops;
      import dev.tenon.ops.Random;

      KerasTensor y = Ops.softmax(Ops.add(Ops.multiply(x, 2), bias)); // symbolic: saved as Keras' own operations
      Tensor c = Ops.einsum("ij,jk->ik", a, b); // concrete: computed at once
      Tensor row = Ops.getItem(c, "0, ..., ::-1"); // Python's c[0, ..., ::-1]
      TopKResult<Tensor> best = Ops.topK(c, 3); // several results: a record, or a List
      Tensor noise = Random.normal(new long[] {2, 3}, 0, 1, DType.FLOAT32, 42);
      ```

      **Symbolic tensors.** On a `KerasTensor`, the function becomes an operation of the model, and Keras opens the saved file.
      Other operands that are a `Tensor` or a number are constants.

      **Concrete tensors.** On a `Tensor`, the engine of `-Dtenon.engine` computes the function at once; TensorFlow is the
      default. Small tensors need no engine if Java can compute all operators. Tenon keeps up to 512 compiled programs and
      closes older ones.

      **Random numbers.** `dev.tenon.ops.Random` is `keras.random`. A seed is a number or a `SeedGenerator`. `uniform`, `normal`,
      `truncatedNormal`, `randint`, `dropout`, `shuffle`, `categorical`, `gamma` and `beta` draw Keras' numbers on TensorFlow for
      the same seed, in float32 and int32. `binomial` draws other numbers.
      """;

  private static final Map<String, String> TITLES =
      Map.of(
          "core", "Core",
          "numpy", "NumPy",
          "nn", "Neural networks",
          "linalg", "Linear algebra",
          "math", "Math",
          "image", "Image");

  private OpsPage() {}

  static String write(String command) throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION.formatted(command));
    String chapter = "";
    List<String[]> rows = rows("operations.tsv");
    for (String[] row : rows) {
      if (!row[1].equals(chapter)) {
        chapter = row[1];
        page.append("\n## ").append(TITLES.get(chapter)).append("\n\n");
        page.append(
            "| Keras | Java | Symbolic | Concrete | Result |\n| --- | --- | --- | --- | --- |\n");
      }
      boolean symbolic = !row[4].equals("hand") || row[3].equals("both");
      page.append("| `").append(row[0]).append("` | `").append(javaName(row[0])).append("` | ");
      page.append(symbolic ? "yes" : "no").append(" | yes | ").append(text(row[6])).append(" |\n");
    }
    List<String[]> missing = rows("missing.tsv");
    page.append("\n## Missing\n\n").append(rows.size()).append(" of ");
    page.append(rows.size() + missing.size()).append(" names are there. The others:\n\n");
    page.append("| Keras | Reason |\n| --- | --- |\n");
    for (String[] row : missing) {
      page.append("| `").append(row[0]).append("` | It ").append(row[2]).append(". |\n");
    }
    return page.toString();
  }

  private static List<String[]> rows(String table) throws IOException {
    return Files.readString(TABLES.resolve(table))
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .toList();
  }

  /** Returns Javadoc as Markdown. */
  private static String text(String summary) {
    return summary
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("|", "\\|");
  }

  private static String javaName(String name) {
    return name.equals("switch") ? "switchCase" : JavaNames.camelCase(name);
  }
}
