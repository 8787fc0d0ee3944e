package dev.tenon.inspect.figures;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the operations of an ONNX node for all samples of a batch, from the lengths that its
 * tensors had in a run: a product and a sum are two. What it cannot count is null.
 */
public final class OnnxFlops {
  private static final Set<String> FREE =
      Set.of(
          "Reshape",
          "Transpose",
          "Concat",
          "Split",
          "Slice",
          "Pad",
          "Squeeze",
          "Unsqueeze",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "Shape",
          "Size",
          "Constant",
          "ConstantOfShape",
          "Cast",
          "Dropout",
          "Identity",
          "Expand",
          "Tile",
          "DepthToSpace",
          "SpaceToDepth");

  private static final Set<String> NORMALIZING =
      Set.of(
          "BatchNormalization",
          "GroupNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "LpNormalization",
          "MeanVarianceNormalization",
          "RMSNormalization");

  /** How many operations a normalization takes for an element, as {@link Flops} has it. */
  private static final long NORMALIZATION = 4;

  /** What of the work is inside a graph, or cannot be seen from shapes. */
  private static final Set<String> UNKNOWN =
      Set.of("Loop", "Scan", "If", "SequenceMap", "DeformConv", "DFT", "STFT", "Det", "RoiAlign");

  private static final Map<String, Long> GATES = Map.of("LSTM", 4L, "GRU", 3L, "RNN", 1L);

  /** Products and sums of gates and states for one unit and step, besides the matrices. */
  private static final Map<String, Long> GATE_WORK = Map.of("LSTM", 9L, "GRU", 8L, "RNN", 1L);

  private final OnnxStructure.Node node;
  private final Map<String, long[]> shapes;

  private OnnxFlops(OnnxStructure.Node node, Map<String, long[]> shapes) {
    this.node = node;
    this.shapes = shapes;
  }

  /**
   * Returns the operations of a node.
   *
   * @param shapes the lengths of weights and values, by name
   */
  public static @Nullable Long of(OnnxStructure.Node node, Map<String, long[]> shapes) {
    return new OnnxFlops(node, shapes).count();
  }

  private @Nullable Long count() {
    if (!node.domain().equals("ai.onnx") || UNKNOWN.contains(node.opType())) {
      return null;
    }
    if (FREE.contains(node.opType())) {
      return 0L;
    }
    long[] out = node.outputs().isEmpty() ? null : shapes.get(firstOutput());
    if (out == null) {
      return null;
    }
    long size = product(out, 0);
    return switch (node.opType()) {
      case "Conv", "ConvInteger" -> convolution(1, size, 2);
      case "QLinearConv" -> convolution(3, size, 8);
      case "ConvTranspose" -> transposed(size);
      case "MatMul", "MatMulInteger", "QLinearMatMul" -> times(2 * size, last(input(0)));
      case "Gemm" -> gemm(size);
      case "LSTM", "GRU", "RNN" -> recurrent();
      case "Einsum" -> einsum();
      case "Attention" -> attention(out);
      case "MaxPool", "AveragePool", "LpPool" -> pooling(size);
      case "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "ArgMax", "ArgMin" ->
          elements(input(0));
      default ->
          node.opType().startsWith("Reduce")
              ? elements(input(0))
              : Long.valueOf(NORMALIZING.contains(node.opType()) ? NORMALIZATION * size : size);
    };
  }

  private String firstOutput() {
    return node.outputs().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
  }

  private long @Nullable [] input(int place) {
    return place < node.inputs().size() ? shapes.get(node.inputs().get(place)) : null;
  }

  private boolean has(int place) {
    return place < node.inputs().size() && !node.inputs().get(place).isEmpty();
  }

  private static long product(long[] shape, int from) {
    long product = 1;
    for (int i = from; i < shape.length; i++) {
      product *= shape[i];
    }
    return product;
  }

  private static @Nullable Long elements(long @Nullable [] shape) {
    return shape == null ? null : Long.valueOf(product(shape, 0));
  }

  private static @Nullable Long last(long @Nullable [] shape) {
    return shape == null || shape.length == 0 ? null : Long.valueOf(shape[shape.length - 1]);
  }

  private static @Nullable Long times(long factor, @Nullable Long other) {
    return other == null ? null : Long.valueOf(factor * other);
  }

  /** Every element of the output is a sum over the kernel (out, in / group, places…). */
  private @Nullable Long convolution(int at, long size, int bias) {
    long[] kernel = input(at);
    return kernel == null
        ? null
        : Long.valueOf((2 * product(kernel, 1) + (has(bias) ? 1 : 0)) * size);
  }

  /** Every element of the input is spread by the kernel (in, out / group, places…). */
  private @Nullable Long transposed(long size) {
    long[] kernel = input(1);
    Long in = elements(input(0));
    return kernel == null || in == null
        ? null
        : Long.valueOf(2 * product(kernel, 1) * in + (has(2) ? size : 0));
  }

  private @Nullable Long gemm(long size) {
    long[] a = input(0);
    if (a == null || a.length != 2) {
      return null;
    }
    boolean turned = Long.valueOf(1).equals(node.attributes().get("transA"));
    return 2 * a[turned ? 0 : 1] * size + (has(2) ? size : 0);
  }

  /** X (time, batch, in) or (batch, time, in), W (directions, gates · units, in), R likewise. */
  private @Nullable Long recurrent() {
    long[] x = input(0);
    long[] w = input(1);
    long[] r = input(2);
    if (x == null || w == null || r == null || x.length != 3 || r.length != 3) {
      return null;
    }
    long gates = GATES.getOrDefault(node.opType(), 1L);
    long units = w[1] / gates;
    long matrices = 2 * (product(w, 1) + product(r, 1));
    long others = units * (gates * (has(3) ? 2 : 1) + GATE_WORK.getOrDefault(node.opType(), 0L));
    return x[0] * x[1] * w[0] * (matrices + others);
  }

  /** Every place of all letters is a product and a sum; of one operand only a sum. */
  private @Nullable Long einsum() {
    String plain = String.valueOf(node.attributes().get("equation")).replace(" ", "");
    String[] terms = plain.split("->", 2)[0].split(",", -1);
    Map<Character, Long> lengths = new HashMap<>();
    for (int t = 0; t < terms.length; t++) {
      long[] shape = input(t);
      if (shape == null || shape.length != terms[t].length() || terms[t].contains(".")) {
        return null;
      }
      for (int i = 0; i < shape.length; i++) {
        lengths.put(terms[t].charAt(i), shape[i]);
      }
    }
    long places = lengths.values().stream().reduce(1L, (a, b) -> a * b);
    return terms.length > 2 ? null : Long.valueOf(terms.length * places);
  }

  /**
   * Queries by keys, a softmax, and its shares by values: Q (batch, heads, q, size) or (batch, q,
   * heads · size).
   */
  private @Nullable Long attention(long[] out) {
    long[] q = input(0);
    long[] k = input(1);
    if (q == null || k == null || (q.length != 3 && q.length != 4)) {
      return null;
    }
    long keys = k[k.length - 2];
    if (has(4)) {
      long[] past = input(4);
      if (past == null) {
        return null;
      }
      keys += past[past.length - 2];
    }
    Object named = node.attributes().get("q_num_heads");
    Long heads = q.length == 4 ? Long.valueOf(q[1]) : named instanceof Long n ? n : null;
    if (heads == null) {
      return null;
    }
    long scores = q[0] * heads * q[q.length - 2] * keys;
    return 2 * keys * (product(q, 0) + product(out, 0)) + scores;
  }

  private @Nullable Long pooling(long size) {
    if (!(node.attributes().get("kernel_shape") instanceof List<?> kernel)) {
      return null;
    }
    long window = 1;
    for (Object length : kernel) {
      window *= length instanceof Number n ? n.longValue() : 1;
    }
    return window * size;
  }
}
