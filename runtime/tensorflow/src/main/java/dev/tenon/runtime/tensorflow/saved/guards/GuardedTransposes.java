package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards transposed convolutions, whose first operand says how large the result is to be: where
 * that and the other two do not fit together, oneDNN ends the process.
 *
 * <p>The size that a convolution of such a result has is computed in the graph, and the run fails
 * where what is convolved has another one.
 */
final class GuardedTransposes {
  private static final AttrValue WHOLE = GuardedInputs.WHOLE;
  private static final Map<String, Integer> SPATIAL =
      Map.of(
          "Conv2DBackpropInput", 2,
          "Conv3DBackpropInputV2", 3,
          "DepthwiseConv2dNativeBackpropInput", 2);

  /** Larger numbers of a file fit no tensor, and would not fit an int32 either. */
  private static final long MOST = 1L << 29;

  private final NodeDef node;
  private final int spatial;
  private final int rank;
  private final boolean last;
  private final GuardNodes guard;

  private GuardedTransposes(NodeDef node, boolean inFunction, int spatial) {
    this.node = node;
    this.guard = new GuardNodes(node, inFunction);
    this.spatial = spatial;
    this.rank = spatial + 2;
    this.last = !text("data_format").startsWith("NC");
  }

  /** Says whether a node is a transposed convolution. */
  static boolean has(NodeDef node) {
    return SPATIAL.containsKey(node.getOp())
        && node.getInputCount() > 2
        && IntStream.range(0, 3).noneMatch(i -> node.getInput(i).startsWith("^"));
  }

  /** Returns a transposed convolution behind its guard. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    int spatial = SPATIAL.getOrDefault(node.getOp(), 0);
    return new GuardedTransposes(node, inFunction, spatial).guarded();
  }

  private List<NodeDef> guarded() {
    AttrValue real = node.getAttrOrDefault("T", GuardedInputs.REAL);
    String sizes = ensured("sizes", 0, WHOLE, GuardNodes.vector(rank));
    String kernel = ensured("kernel", 1, real, GuardedInputs.lengths(rank));
    String x = ensured("x", 2, real, GuardedInputs.lengths(rank));
    Map<String, AttrValue> measuring = Map.of("T", real, "out_type", WHOLE);
    String wide = channels(guard.op("kernel_shape", "Shape", "output", measuring, kernel));
    String own = guard.op("x_shape", "Shape", "output", measuring, x);

    String lengths = whole("lengths", "Maximum", sizes, constant("one", at -> 1));
    String result = picked("result", lengths, own, wide, 2 * rank + spatial);
    String counted = windows(result, wide);
    // A length of none is to be refused too: it becomes one that nothing has.
    String capped = whole("capped", "Minimum", counted, constant("least", at -> at == 0 ? 0 : 1));
    String strict =
        whole(
            "strict",
            "Sub",
            whole("more", "AddV2", counted, capped),
            constant("less", at -> at == 0 ? 0 : 1));
    String expected = picked("expected", strict, own, wide, 2 * rank + spatial + 1);
    String same = guard.op("same", "Equal", "z", Map.of("T", WHOLE), expected, own);
    String check =
        guard.checkAll("check", same, "what is convolved is not of the size that 'sizes' asks for");
    return guard.before(
        node.toBuilder()
            .setInput(0, result)
            .setInput(1, kernel)
            .setInput(2, guard.unfolded("fitting", real, x, check))
            .build());
  }

  /**
   * Returns a kernel's shape, with the channels of the result last: a depthwise one counts each.
   */
  private String channels(String shape) {
    if (!node.getOp().startsWith("Depthwise")) {
      return shape;
    }
    String one =
        guard.constant(
            "once", TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(1));
    String places = constant("depth_places", at -> at == rank - 1 ? spatial : rank);
    return whole("depth", "Mul", shape, gathered("depths", places, shape, one));
  }

  /** Adds the lengths that a convolution gives; axes that are not spatial stay. */
  private String windows(String sizes, String wide) {
    boolean same = text("padding").equals("SAME");
    String strides = constant("strides", at -> entry("strides", at, 1));
    String added = sizes;
    if (!same) {
      String axes = constant("axes", at -> isSpatial(at) ? at - first() : rank);
      String kernels =
          gathered(
              "windows",
              axes,
              wide,
              guard.constant(
                  "unit",
                  TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(1)));
      String dilations = constant("dilations", at -> entry("dilations", at, 1));
      added = whole("left", "Sub", sizes, whole("spread", "Mul", kernels, dilations));
    }
    String more =
        constant(
            "margin",
            at ->
                entry("strides", at, 1)
                    - 1
                    + (same ? 0 : entry("dilations", at, 1))
                    + entry("explicit_paddings", 2 * at, 0)
                    + entry("explicit_paddings", 2 * at + 1, 0));
    return whole("count", "FloorDiv", whole("upper", "AddV2", added, more), strides);
  }

  private int first() {
    return last ? 1 : 2;
  }

  private boolean isSpatial(int at) {
    return at >= first() && at < first() + spatial;
  }

  private String text(String attribute) {
    return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getS().toStringUtf8();
  }

  private int entry(String attribute, int at, int otherwise) {
    List<Long> entries =
        node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getList().getIList();
    return at < entries.size() ? (int) Math.max(-MOST, Math.min(MOST, entries.get(at))) : otherwise;
  }

  /** Picks the samples of x, the spatial lengths of the first, and the channels of a place. */
  private String picked(String name, String lengths, String own, String wide, int channels) {
    String places =
        constant(name + "_places", at -> at == 0 ? rank : isSpatial(at) ? at : channels);
    return gathered(name, places, lengths, own, wide);
  }

  private String gathered(String name, String places, String... parts) {
    String axis =
        guard.constant(
            name + "_axis",
            TensorProto.newBuilder()
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addIntVal(0));
    String[] operands = new String[parts.length + 1];
    System.arraycopy(parts, 0, operands, 0, parts.length);
    operands[parts.length] = axis;
    AttrValue count = AttrValue.newBuilder().setI(parts.length).build();
    String all =
        guard.op(
            name + "_of",
            "ConcatV2",
            "output",
            Map.of("T", WHOLE, "Tidx", WHOLE, "N", count),
            operands);
    return guard.op(
        name,
        "GatherV2",
        "output",
        Map.of("Tparams", WHOLE, "Tindices", WHOLE, "Taxis", WHOLE),
        all,
        places,
        axis);
  }

  private String whole(String name, String operator, String a, String b) {
    return guard.op(name, operator, "z", Map.of("T", WHOLE), a, b);
  }

  private String ensured(String name, int operand, AttrValue type, TensorShapeProto shape) {
    AttrValue wanted = AttrValue.newBuilder().setShape(shape).build();
    return guard.op(
        name, "EnsureShape", "output", Map.of("T", type, "shape", wanted), node.getInput(operand));
  }

  private String constant(String name, IntUnaryOperator entries) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setTensorShape(GuardNodes.vector(rank));
    IntStream.range(0, rank).map(entries).forEach(tensor::addIntVal);
    return guard.constant(name, tensor);
  }
}
