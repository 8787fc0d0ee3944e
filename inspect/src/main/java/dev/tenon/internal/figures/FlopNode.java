package dev.tenon.internal.figures;

import dev.tenon.ir.shape.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node as its operations are counted.
 *
 * @param inputs the shapes of the inputs, null for one that is left out
 * @param output the shape of the first result
 * @param channelsLast whether kernels are (spatial…, in, out) in place of ONNX's (out, in,
 *     spatial…)
 * @param attributes those that are given, under ONNX's names
 */
record FlopNode(
    List<@Nullable Shape> inputs,
    Shape output,
    boolean channelsLast,
    Map<String, Object> attributes) {

  boolean has(int input) {
    return input < inputs.size() && inputs.get(input) != null;
  }

  private Shape input(int index) {
    Shape shape = index < inputs.size() ? inputs.get(index) : null;
    return shape == null ? Shape.unknownRank() : shape;
  }

  /** Returns the number of elements of the result; negative where it is unknown. */
  long elements() {
    return Flops.elements(output);
  }

  /** Returns the number of elements of an input; negative where it is unknown. */
  long elements(int input) {
    return Flops.elements(input(input));
  }

  /** Returns the number of axes of an input; -1 where it is unknown. */
  int rank(int input) {
    return input(input).ranked() ? input(input).rank() : -1;
  }

  /** Returns one length of an input of known rank; -1 where it is unknown. */
  long length(int input, int axis) {
    return input(input).length(axis);
  }
}
