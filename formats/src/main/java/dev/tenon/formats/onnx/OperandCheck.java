package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What operators mean by their attributes and constant operands, where no schema says it: positive
 * windows and counts, axes that a tensor can have, lists that fit together.
 *
 * <p>ONNX Runtime and TensorFlow divide by such numbers or reach into memory with them before they
 * look, which ends the process.
 */
final class OperandCheck {
  /** No engine has tensors of so many axes; TensorFlow's have at most 254. */
  private static final long MOST_AXES = 1024;

  /** So many elements, 1 GB of float32, fill the largest result that attributes alone ask for. */
  private static final long MOST_ELEMENTS = 1L << 28;

  private static final long MOST = OperatorUse.MOST;

  private static final Map<String, Consumer<OperatorUse>> RULES = new HashMap<>();

  static {
    windows();
    movement();
    counts();
    signals();
  }

  private OperandCheck() {}

  /**
   * Checks one node.
   *
   * @throws IllegalArgumentException where it is wrong
   */
  static void check(String domain, NodeProto node, ConstantOperands constants) {
    OperatorUse use = new OperatorUse(node, constants);
    everywhere(domain, use);
    Consumer<OperatorUse> rule = RULES.get(node.getOpType());
    if (rule != null) {
      rule.accept(use);
    }
  }

  /** What an attribute of this name means in every operator that has it. */
  private static void everywhere(String domain, OperatorUse use) {
    for (String axis : List.of("axis", "batch_axis", "time_axis", "batch_dims")) {
      use.between(axis, -MOST_AXES, MOST_AXES);
    }
    use.allBetween("axes", -MOST_AXES, MOST_AXES);
    for (String count : List.of("group", "num_groups", "offset_group", "blocksize")) {
      use.between(count, 1, MOST);
    }
    // Operators of com.microsoft take 0 for what the shapes tell.
    long heads = domain.isEmpty() ? 1 : 0;
    for (String count : List.of("num_heads", "kv_num_heads", "q_num_heads")) {
      use.between(count, heads, MOST);
    }
    use.between("hidden_size", 1, MOST);
  }

  private static void windows() {
    for (String operator :
        List.of(
            "Conv", "ConvInteger", "ConvTranspose", "DeformConv", "QLinearConv", "AveragePool",
            "MaxPool", "LpPool", "MaxUnpool")) {
      RULES.put(operator, OperandCheck::window);
    }
    RULES.put("Col2Im", OperandCheck::window);
    RULES.put("FusedConv", OperandCheck::window);
    RULES.put("NhwcConv", OperandCheck::window);
    RULES.put("LRN", use -> use.between("size", 1, MOST));
    RULES.put("MaxRoiPool", use -> use.allBetween("pooled_shape", 1, 1 << 14));
    RULES.put(
        "RoiAlign",
        use -> {
          use.between("output_height", 1, 1 << 14);
          use.between("output_width", 1, 1 << 14);
          use.between("sampling_ratio", 0, 1 << 14);
        });
  }

  private static void window(OperatorUse use) {
    use.allBetween("kernel_shape", 1, MOST);
    use.allBetween("strides", 1, MOST);
    use.allBetween("dilations", 1, MOST);
    use.allBetween("pads", -MOST, MOST);
    use.allBetween("output_padding", 0, MOST);
    use.allBetween("output_shape", 0, MOST);
    use.oneOf("auto_pad", List.of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", ""));
    use.between("p", 1, MOST);
    Map<String, Integer> axes = new HashMap<>();
    for (String name : List.of("kernel_shape", "strides", "dilations")) {
      List<Long> values = use.integers(name);
      if (values != null && !values.isEmpty()) {
        axes.put(name + " " + values, values.size());
      }
    }
    List<Long> pads = use.integers("pads");
    if (pads != null && !pads.isEmpty()) {
      if (pads.size() % 2 != 0) {
        throw new IllegalArgumentException("pads is " + pads + "; expected two for each axis");
      }
      axes.put("pads " + pads, pads.size() / 2);
    }
    if (new HashSet<>(axes.values()).size() > 1) {
      throw new IllegalArgumentException(
          "its windows have different numbers of axes: " + String.join(", ", axes.keySet()));
    }
  }

  private static void movement() {
    RULES.put("Transpose", OperandCheck::permutation);
    RULES.put("Split", OperandCheck::split);
    RULES.put("DepthToSpace", use -> use.between("blocksize", 1, 1 << 14));
    RULES.put("SpaceToDepth", use -> use.between("blocksize", 1, 1 << 14));
    RULES.put("Reshape", use -> shape(use, 1, -1));
    RULES.put("Expand", use -> shape(use, 1, 0));
    RULES.put("ConstantOfShape", use -> shape(use, 0, 0));
    RULES.put("Tile", use -> use.constantBetween(1, "repeats", 0, MOST));
    RULES.put(
        "Pad",
        use -> {
          use.constantBetween(1, "pads", -MOST, MOST);
          use.allBetween("pads", -MOST, MOST);
          use.constantBetween(3, "axes", -MOST_AXES, MOST_AXES);
        });
    RULES.put("Unsqueeze", OperandCheck::secondAxes);
    RULES.put("Squeeze", OperandCheck::secondAxes);
    for (String reduction :
        List.of(
            "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean",
            "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare")) {
      RULES.put(reduction, OperandCheck::secondAxes);
    }
    RULES.put("Resize", use -> use.constantBetween(3, "sizes", 0, MOST));
    RULES.put("CumSum", use -> use.constantBetween(1, "axis", -MOST_AXES, MOST_AXES));
    RULES.put("Slice", use -> use.constantBetween(3, "axes", -MOST_AXES, MOST_AXES));
    RULES.put(
        "CenterCropPad",
        use -> use.constantBetween(1, "shape", 0, MOST));
  }

  private static void secondAxes(OperatorUse use) {
    use.constantBetween(1, "axes", -MOST_AXES, MOST_AXES);
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
    Long parts = use.integer("num_outputs");
    if (parts != null && parts != use.outputs()) {
      throw new IllegalArgumentException(
          "num_outputs is " + parts + "; it has " + use.outputs() + " outputs");
    }
    List<Long> lengths = new ArrayList<>();
    List<Long> said = use.integers("split");
    long[] known = use.constant(1);
    if (known != null) {
      Arrays.stream(known).forEach(lengths::add);
    } else if (said != null) {
      lengths.addAll(said);
    }
    boolean empty = known == null && lengths.isEmpty();
    if (!empty && lengths.size() != use.outputs()) {
      throw new IllegalArgumentException(
          "split is " + lengths + "; it has " + use.outputs() + " outputs");
    }
    if (lengths.stream().anyMatch(length -> length < 0)) {
      throw OperatorUse.wrong("split", lengths.toString(), 0, MOST);
    }
  }

  /** Demands of the shape that an input holds lengths, and no more elements than fit. */
  private static void shape(OperatorUse use, int input, long least) {
    long[] shape = use.constant(input);
    if (shape == null) {
      return;
    }
    use.constantBetween(input, "shape", least, Long.MAX_VALUE);
    long elements = 1;
    for (long length : shape) {
      if (length > 0 && elements > Integer.MAX_VALUE / length) {
        throw new IllegalArgumentException(
            "shape is " + Arrays.toString(shape) + ", more than 2^31 elements");
      }
      elements *= Math.max(1, length);
    }
  }

  private static void counts() {
    RULES.put(
        "Multinomial",
        use -> use.between("sample_size", 1, MOST_ELEMENTS));
    for (String random : List.of("RandomNormal", "RandomUniform")) {
      RULES.put(random, OperandCheck::drawn);
    }
    RULES.put("EyeLike", use -> use.between("k", -MOST, MOST));
    RULES.put("Trilu", use -> use.single(1, "k"));
    RULES.put(
        "TopK",
        use -> {
          use.between("k", 0, MOST);
          use.single(1, "k");
          use.constantBetween(1, "k", 0, MOST);
        });
    RULES.put("OneHot", use -> use.constantBetween(1, "depth", 1, MOST_ELEMENTS));
    RULES.put("LpNormalization", use -> use.between("p", 1, 2));
    RULES.put("Attention", OperandCheck::attention);
  }

  private static void attention(OperatorUse use) {
    Long heads = use.integer("q_num_heads");
    Long shared = use.integer("kv_num_heads");
    if (heads != null && shared != null && heads % shared != 0) {
      throw new IllegalArgumentException(
          "q_num_heads is " + heads + "; expected a multiple of kv_num_heads, " + shared);
    }
    use.between("qk_matmul_output_mode", 0, 3);
  }

  private static void drawn(OperatorUse use) {
    List<Long> shape = use.integers("shape");
    long elements = 1;
    for (long length : shape == null ? List.<Long>of() : shape) {
      if (length < 0 || (length > 0 && elements > MOST_ELEMENTS / length)) {
        throw new IllegalArgumentException(
            "shape is " + shape + "; expected lengths of 0 or more, and at most 2^28 elements");
      }
      elements *= length;
    }
  }

  private static void signals() {
    RULES.put("STFT", OperandCheck::frames);
    for (String window : List.of("HannWindow", "HammingWindow", "BlackmanWindow")) {
      RULES.put(
          window,
          use -> {
            use.single(0, "size");
            use.constantBetween(0, "size", 0, MOST_ELEMENTS);
          });
    }
    RULES.put(
        "DFT",
        use -> {
          use.constantBetween(1, "dft_length", 1, MOST);
          use.constantBetween(2, "axis", -MOST_AXES, MOST_AXES);
        });
    RULES.put(
        "MelWeightMatrix",
        use -> {
          use.constantBetween(0, "num_mel_bins", 1, 1 << 20);
          use.constantBetween(1, "dft_length", 1, 1 << 24);
          use.constantBetween(2, "sample_rate", 1, MOST);
        });
  }

  private static void frames(OperatorUse use) {
    if (!use.has(2) && !use.has(3)) {
      throw new IllegalArgumentException("has neither a window nor a frame_length");
    }
    use.constantBetween(1, "frame_step", 1, MOST);
    use.constantBetween(3, "frame_length", 1, MOST);
  }
}
