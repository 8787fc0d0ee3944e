package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.inspect.figures.ScoreRows;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What makes an output the scores of a classifier, and which classes these are. */
public final class ClassScores {
  private static final int MANY = 3;
  private static final int TWO = 2;

  /** What changes no number of a score. */
  private static final Set<String> PLAIN =
      Set.of("Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten");

  private ClassScores() {}

  /**
   * Returns an output as (samples, classes); null for what is no classifier, as far as can be told.
   *
   * <p>Three numbers a sample or more count as scores. Two do where a Softmax makes them, or where
   * there are two labels: they may as well be a place on an image. A single one does where a
   * Sigmoid makes it and there are two labels: it is the score of the second class, and what is
   * missing to 1 that of the first, as Keras numbers two folders of images.
   *
   * @param model the model
   * @param name the name of the output
   * @param output what the model gave
   * @param labels how many labels there are; 0 where nobody named the classes
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

  /** Returns the operator that makes the numbers of an output; empty where none is known. */
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
