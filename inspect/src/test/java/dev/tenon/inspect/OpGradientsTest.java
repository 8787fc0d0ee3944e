package dev.tenon.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients of Keras' functions between layers, as {@code op_gradients.py} recorded them. */
final class OpGradientsTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> gradients() throws IOException {
    Path folder = Checkout.file("tests/goldens/layers");
    Map<String, List<String[]>> cases = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("op_gradients.tsv"))) {
      String[] cells = line.split("\t", -1);
      cases.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(cells);
    }
    return cases.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> check(folder.resolve("opnodes"), entry.getKey(), entry.getValue())));
  }

  private static void check(Path folder, String name, List<String[]> rows) throws IOException {
    Recording golden = Recording.read(folder.resolve(name + ".k3.npz"));
    try (Model model = Model.load(folder.resolve(name + ".k3.keras"))) {
      Map<String, Tensor> batch = new LinkedHashMap<>();
      for (int i = 0; i < model.inputs().size(); i++) {
        batch.put(model.inputs().get(i).name(), golden.tensors().get("in" + i));
      }
      for (String[] row : rows) {
        int output = Integer.parseInt(row[1]);
        String target = model.outputs().get(output).name();
        String source = model.inputs().get(Integer.parseInt(row[2])).name();
        try (Gradient gradient = Gradient.of(model, target, List.of(source))) {
          Tensor seed = seed(golden.tensors().get("out" + output));
          double[] found =
              gradient.run(batch, seed).gradients().values().iterator().next().toDoubleArray();
          double length = 0;
          double along = 0;
          for (int i = 0; i < found.length; i++) {
            length += found[i] * found[i];
            along += found[i] * Math.cos(i * 0.7);
          }
          double expected = Double.parseDouble(row[3]);
          double most = TOLERANCE * Math.max(expected, 1e-6) * Math.sqrt(found.length);
          String what = String.join(" ", row);
          assertThat(Math.abs(Math.sqrt(length) - expected)).as(what).isLessThan(most);
          assertThat(Math.abs(along - Double.parseDouble(row[4]))).as(what).isLessThan(most);
        }
      }
    }
  }

  private static Tensor seed(Tensor output) {
    double[] counts = new double[output.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.sin(i * 1.3);
    }
    return Tensor.of(counts, output.shape()).cast(output.dtype());
  }
}
