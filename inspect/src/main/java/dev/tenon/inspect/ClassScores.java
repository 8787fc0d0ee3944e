package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.figures.ScoreRows;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognizes outputs that are the scores of a classifier. */
public final class ClassScores {
  private static final int MANY = 3;
  private static final int TWO = 2;

  /** The operators that do not change scores. */
  private static final Set<String> PLAIN =
      Set.of("Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten");

  private ClassScores() {}

  /**
   * Returns an output as (samples, classes); null if it does not look like class scores.
   *
   * <p>Three or more numbers a sample count as scores. Two numbers count after a Softmax or with
   * two labels, since they could also be a position in an image. One number counts after a Sigmoid
   * with two labels: it is the score of the second class, and 1 minus it that of the first.
   *
   * @param model the model
   * @param name the name of the output
   * @param output the value of the output
   * @param labels the number of labels; 0 for unknown
   */
  public static @Nullable Tensor of(Model model, String name, Tensor output, int labels) {
    long classes = ScoreRows.classes(Shape.of(output.shape()));
    if (classes < 1 || !output.dtype().isFloating()) {
      return null;
    }
    Tensor flat = output.reshape(output.dim(0), classes);
    if (classes >= MANY) {
      return flat;
    }
    if (classes == TWO) {
      return labels == TWO || ending(model, name).equals("Softmax") ? flat : null;
    }
    return labels == TWO && ending(model, name).equals("Sigmoid") ? bothSides(flat) : null;
  }

  private static Tensor bothSides(Tensor second) {
    Tensor.Writer both = new Tensor.Writer(second.dtype(), TWO * second.size());
    for (int i = 0; i < second.size(); i++) {
      both.set(TWO * i, 1 - second.getDouble(i));
      both.set(TWO * i + 1, second.getDouble(i));
    }
    return both.build(second.dim(0), TWO);
  }

  /** Returns the operator that computes the numbers of an output; empty if it is unknown. */
  private static String ending(Model model, String output) {
    return model.info().isKeras() ? kerasEnding(model, output) : onnxEnding(model, output);
  }

  private static String kerasEnding(Model model, String output) {
    Values values = Values.of(model);
    OperatorNode node = values.uses().producer(values.find(output));
    while (node != null && PLAIN.contains(node.operator().opType())) {
      node = values.uses().producer(node.input(0));
    }
    return node == null ? "" : node.operator().opType();
  }

  private static String onnxEnding(Model model, String output) {
    Map<String, OnnxStructure.Node> producers = new HashMap<>();
    model
        .onnx()
        .structure()
        .nodes()
        .forEach(node -> node.outputs().forEach(o -> producers.put(o, node)));
    OnnxStructure.Node node = producers.get(output);
    while (node != null && PLAIN.contains(node.opType()) && !node.inputs().isEmpty()) {
      node = producers.get(node.inputs().get(0));
    }
    return node == null ? "" : node.opType();
  }
}
