package dev.tenon.formats.onnx.check;

import dev.tenon.schema.OperatorSchemas;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Operators that move, repeat, cut and fill: shapes, axes and counts that are operands. */
final class ShapeRules {
  private static final long MOST = OperatorUse.MOST;
  private static final long MOST_AXES = OperatorUse.MOST_AXES;

  private ShapeRules() {}

  static void register(Map<String, Consumer<OperatorUse>> rules) {
    rules.put("Transpose", ShapeRules::permutation);
    rules.put("Split", ShapeRules::split);
    rules.put("DepthToSpace", use -> use.between("blocksize", 1, 1 << 10));
    rules.put("SpaceToDepth", use -> use.between("blocksize", 1, 1 << 10));
    rules.put(
        "Reshape",
        use -> {
          use.rank(1, 1, 1);
          use.constantBetween(1, "shape", -1, Long.MAX_VALUE);
        });
    rules.put("Einsum", EinsumRule::check);
    rules.put(
        "GridSample",
        use -> {
          use.rank(0, 3, (int) MOST_AXES);
          use.rank(1, 3, (int) MOST_AXES);
          use.oneOf("mode", List.of("linear", "cubic", "nearest", "bilinear", "bicubic"));
          use.oneOf("padding_mode", List.of("zeros", "border", "reflection"));
        });
    rules.put("GroupNormalization", use -> use.rank(0, 2, (int) MOST_AXES));
    rules.put(
        "InstanceNormalization",
        use -> {
          use.rank(0, 2, (int) MOST_AXES);
          use.notEmpty(0);
        });
    rules.put("Expand", use -> shape(use, 1, "shape", true));
    rules.put("ConstantOfShape", use -> shape(use, 0, "shape", false));
    rules.put("AffineGrid", use -> shape(use, 1, "size", false));
    rules.put("CenterCropPad", use -> shape(use, 1, "shape", false));
    rules.put("Tile", ShapeRules::tile);
    rules.put("Pad", ShapeRules::pad);
    rules.put("Resize", ShapeRules::resize);
    rules.put("Upsample", use -> scales(use, 1));
    rules.put("Range", ShapeRules::range);
    rules.put("Unsqueeze", use -> use.constantBetween(1, "axes", -MOST_AXES, MOST_AXES));
    rules.put("Squeeze", use -> use.constantBetween(1, "axes", -MOST_AXES, MOST_AXES));
    for (String reduction : OperatorSchemas.having("noop_with_empty_axes")) {
      rules.put(
          reduction,
          use -> {
            use.rank(1, 1, 1);
            use.constantBetween(1, "axes", -MOST_AXES, MOST_AXES);
          });
    }
    rules.put(
        "CumSum",
        use -> {
          use.single(1, "axis");
          use.rank(0, 1, (int) MOST_AXES);
          use.constantBetween(1, "axis", -MOST_AXES, MOST_AXES);
        });
    rules.put("Slice", ShapeRules::slice);
    rules.put("GatherND", ShapeRules::gatherNd);
    rules.put(
        "ReverseSequence",
        use -> {
          use.rank(0, 2, (int) MOST_AXES);
          use.rank(1, 1, 1);
        });
  }

  private static void gatherNd(OperatorUse use) {
    long most = MOST_AXES;
    for (int i = 0; i < 2; i++) {
      use.rank(i, 1, (int) MOST_AXES);
      long[] shape = use.shape(i);
      // Both have an axis more than those that are counted off in step.
      most = shape == null ? most : Math.min(most, shape.length - 1L);
    }
    use.between("batch_dims", 0, most);
  }

  private static void slice(OperatorUse use) {
    use.constantBetween(3, "axes", -MOST_AXES, MOST_AXES);
    long[] starts = use.shape(1);
    for (int i = 1; i <= 4; i++) {
      use.rank(i, 1, 1);
      long[] shape = use.shape(i);
      if (shape != null && starts != null && shape[0] >= 0 && starts[0] >= 0) {
        if (shape[0] != starts[0]) {
          throw new IllegalArgumentException(
              "its starts have " + starts[0] + " numbers, but input " + i + " has " + shape[0]);
        }
      }
    }
    double[] steps = use.numbers(4);
    for (int i = 0; steps != null && i < steps.length; i++) {
      if (steps[i] == 0) {
        throw new IllegalArgumentException("steps is " + OperatorUse.text(steps));
      }
    }
  }

  private static void permutation(OperatorUse use) {
    List<Long> perm = use.integers("perm");
    if (perm == null) {
      return;
    }
    Set<Long> seen = new HashSet<>();
    for (long axis : perm) {
      if (axis < 0 || axis >= perm.size() || !seen.add(axis)) {
        throw new IllegalArgumentException(
            "perm is " + perm + "; expected each axis from 0 to " + (perm.size() - 1) + " once");
      }
    }
  }

  private static void split(OperatorUse use) {
    if (use.node().getOutputList().contains("")) {
      throw new IllegalArgumentException("leaves an output out: each has a part");
    }
    Long parts = use.integer("num_outputs");
    if (parts != null && parts != use.outputs()) {
      throw new IllegalArgumentException(
          "num_outputs is " + parts + "; it has " + use.outputs() + " outputs");
    }
    use.rank(1, 1, 1);
    use.allBetween("split", 0, MOST);
    use.constantBetween(1, "split", 0, MOST);
    double[] known = use.numbers(1);
    int count = known == null ? use.count("split") : known.length;
    boolean said = known != null || count > 0;
    if (said && count != use.outputs()) {
      throw new IllegalArgumentException(
          "split has " + count + " lengths; it has " + use.outputs() + " outputs");
    }
  }

  /** Demands of the shape that an input holds lengths, and no more elements than fit. */
  private static void shape(OperatorUse use, int input, String name, boolean broadcast) {
    use.rank(input, 1, 1);
    use.constantBetween(input, name, 0, Long.MAX_VALUE);
    double[] shape = use.numbers(input);
    if (shape == null) {
      return;
    }
    long[] other = broadcast ? use.shape(0) : null;
    double elements = 1;
    for (int i = 0; i < shape.length; i++) {
      int at = other == null ? -1 : other.length - shape.length + i;
      double length = Math.max(shape[i], other != null && at >= 0 ? (double) other[at] : 0);
      elements *= Math.max(1, length);
    }
    OperatorUse.refuseLarge(name, elements);
  }

  private static void tile(OperatorUse use) {
    if (use.node().getInputCount() > 2) {
      // Up to opset 5 Tile takes a number of copies and an axis.
      use.constantBetween(1, "tiles", 0, MOST);
      return;
    }
    use.rank(1, 1, 1);
    use.constantBetween(1, "repeats", 0, MOST);
    double[] repeats = use.numbers(1);
    if (repeats != null) {
      double elements = elements(use);
      for (double count : repeats) {
        elements *= Math.max(1, count);
      }
      OperatorUse.refuseLarge("repeats", elements);
    }
  }

  /** Returns how many elements the first input has, as far as that is known. */
  private static double elements(OperatorUse use) {
    long[] shape = use.shape(0);
    double elements = 1;
    for (int i = 0; shape != null && i < shape.length; i++) {
      elements *= Math.max(1, shape[i]);
    }
    return elements;
  }

  private static void pad(OperatorUse use) {
    use.allBetween("pads", -MOST, MOST);
    use.allBetween("paddings", -MOST, MOST);
    use.rank(1, 1, 1);
    use.rank(3, 1, 1);
    use.single(2, "constant_value");
    use.constantBetween(1, "pads", -MOST, MOST);
    use.constantBetween(3, "axes", -MOST_AXES, MOST_AXES);
    double[] pads = use.numbers(1);
    List<Long> said = use.integers("pads");
    if (pads == null && said != null) {
      pads = said.stream().mapToDouble(Long::doubleValue).toArray();
    }
    if (pads == null) {
      return;
    }
    if (pads.length % 2 != 0) {
      throw new IllegalArgumentException(
          "pads is " + OperatorUse.text(pads) + "; expected two for each axis");
    }
    long[] shape = use.shape(0);
    double elements = 1;
    int axes = pads.length / 2;
    for (int i = 0; i < axes; i++) {
      long length = shape != null && shape.length == axes ? Math.max(0, shape[i]) : 0;
      elements *= Math.max(1, pads[i] + pads[i + axes] + length);
    }
    OperatorUse.refuseLarge("pads", elements);
  }

  private static void resize(OperatorUse use) {
    if (use.node().getInputCount() == 2) {
      // Opset 10 has the scales second.
      scales(use, 1);
      return;
    }
    scales(use, 2);
    use.rank(3, 1, 1);
    use.constantBetween(3, "sizes", 0, MOST);
    oneForEachAxis(use, 3, "sizes");
    double[] sizes = use.numbers(3);
    double elements = 1;
    for (int i = 0; sizes != null && i < sizes.length; i++) {
      elements *= Math.max(1, sizes[i]);
    }
    OperatorUse.refuseLarge("sizes", elements);
  }

  /** Demands as many numbers as axes, or none, which stands for an operand that is left out. */
  private static void oneForEachAxis(OperatorUse use, int input, String name) {
    List<Long> axes = use.integers("axes");
    long[] image = use.shape(0);
    long[] numbers = use.shape(input);
    if (numbers == null || numbers.length != 1 || numbers[0] <= 0) {
      return;
    }
    long expected = axes != null ? axes.size() : image != null ? image.length : numbers[0];
    if (numbers[0] != expected) {
      throw new IllegalArgumentException(
          name + " has " + numbers[0] + " numbers for " + expected + " axes");
    }
  }

  private static void scales(OperatorUse use, int input) {
    oneForEachAxis(use, input, "scales");
    double[] scales = use.numbers(input);
    if (scales == null) {
      return;
    }
    double elements = elements(use);
    for (double scale : scales) {
      if (!(scale > 0)) {
        throw new IllegalArgumentException(
            "scales is " + OperatorUse.text(scales) + "; expected more than 0");
      }
      elements *= scale;
    }
    OperatorUse.refuseLarge("scales", elements);
  }

  private static void range(OperatorUse use) {
    use.single(0, "start");
    use.single(1, "limit");
    use.single(2, "delta");
    double[] start = use.numbers(0);
    double[] limit = use.numbers(1);
    double[] delta = use.numbers(2);
    if (delta != null && delta[0] == 0) {
      throw new IllegalArgumentException("delta is 0");
    }
    if (start != null && limit != null && delta != null) {
      OperatorUse.refuseLarge("the range", Math.max(0, (limit[0] - start[0]) / delta[0]));
    }
  }
}
