package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.limits.LoadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Checks the shapes and constants in the attributes of operations. */
final class TensorCheck {
  /** Elements of a constant that repeats one value: more are no honest model's. */
  private static final long MOST_REPEATED = 1L << 22;

  /** TensorFlow takes 254, and ends the process where an operation adds one to these. */
  private static final int MOST_AXES = 64;

  /** Axes, counts and lengths that TensorFlow computes with, or allocates, before it looks. */
  private static final Map<String, Long> LARGEST =
      Map.ofEntries(
          Map.entry("batch_dims", 3L),
          Map.entry("axis", 255L),
          Map.entry("N", 1L << 20),
          Map.entry("num_split", 1L << 20),
          Map.entry("parallel_iterations", 1L << 10),
          Map.entry("window_size", 1L << 20),
          Map.entry("block_size", 1L << 10),
          Map.entry("dct_coefficient_count", 1L << 16),
          Map.entry("depth_radius", 1L << 16),
          Map.entry("dilations", 1L << 20),
          Map.entry("filterbank_channel_count", 1L << 16),
          Map.entry("ngram_widths", 1L << 16),
          Map.entry("pad_width", 1L << 16),
          Map.entry("precision", 1L << 10),
          Map.entry("rates", 1L << 20),
          Map.entry("stride", 1L << 20),
          Map.entry("strides", 1L << 20),
          Map.entry("width", 1L << 16));

  private static final float MOST_HERTZ = 1e9f;

  /** Of these there is one at least. */
  private static final Set<String> COUNTS =
      Set.of(
          "block_size",
          "dct_coefficient_count",
          "filterbank_channel_count",
          "parallel_iterations",
          "stride",
          "window_size");

  /** What other whole numbers are at most: no image, window or list is as long. */
  private static final long LARGEST_OTHER = 1 << 24;

  /** Whole numbers of which each means something, or that count results: see SchemaCheck. */
  private static final Set<String> ANY =
      Set.of(
          "OUTPUT_RAGGED_RANK",
          "begin_mask",
          "ellipsis_mask",
          "end_mask",
          "key",
          "maxsplit",
          "new_axis_mask",
          "num_buckets",
          "num_partitions",
          "replacement_char",
          "seed",
          "seed2",
          "shrink_axis_mask",
          "summarize");

  private final String label;
  private final LoadLimits limits;

  TensorCheck(String label, LoadLimits limits) {
    this.label = label;
    this.limits = limits;
  }

  /** Checks that a constant is of the type that its operation says: native code relies on it. */
  void constant(String name, NodeDef node) {
    AttrValue value = node.getAttrMap().get("value");
    AttrValue type = node.getAttrMap().get("dtype");
    if (value == null || type == null || value.getTensor().getDtype() != type.getType()) {
      throw damaged(name, "a constant of two types, or of none");
    }
  }

  void check(String node, String key, AttrValue value) {
    boolean counts = COUNTS.contains(key) && value.getValueCase() == AttrValue.ValueCase.I;
    number(node, key, value.getI(), counts);
    value.getList().getIList().forEach(each -> number(node, key, each, false));
    if (key.endsWith("_frequency_limit") && !(value.getF() >= 0 && value.getF() <= MOST_HERTZ)) {
      throw damaged(node, "an attribute '" + key + "' of " + value.getF());
    }
    if (value.hasTensor()) {
      tensor(node, value.getTensor());
    }
    if (value.hasShape()) {
      elements(node, value.getShape());
    }
    value.getList().getTensorList().forEach(tensor -> tensor(node, tensor));
    value.getList().getShapeList().forEach(shape -> elements(node, shape));
  }

  private void number(String node, String key, long value, boolean counts) {
    long most = LARGEST.getOrDefault(key, LARGEST_OTHER);
    if (!ANY.contains(key) && (value < (counts ? 1 : -most) || value > most)) {
      throw damaged(node, "an attribute '" + key + "' of " + value);
    }
  }

  private void tensor(String node, TensorProto tensor) {
    TensorShapeProto shape = tensor.getTensorShape();
    long elements = elements(node, shape);
    if (shape.getUnknownRank() || shape.getDimList().stream().anyMatch(dim -> dim.getSize() < 0)) {
      throw damaged(node, "a constant whose shape is not known");
    }
    int bytes = width(tensor.getDtype());
    if (bytes == 0 && tensor.getDtype() != DataType.DT_STRING) {
      throw damaged(node, "a constant of " + tensor.getDtype());
    }
    boolean raw = !tensor.getTensorContent().isEmpty();
    if (raw && bytes > 0 && elements * bytes != tensor.getTensorContent().size()) {
      throw damaged(
          node,
          elements
              + " elements of "
              + tensor.getDtype()
              + " in "
              + tensor.getTensorContent().size()
              + " bytes");
    }
    // A length of 0 makes the others mean nothing, but kernels allocate by them.
    double others =
        shape.getDimList().stream()
            .mapToDouble(dim -> Math.max(1, dim.getSize()))
            .reduce(1, (a, b) -> a * b);
    if (others > Math.max(MOST_REPEATED, tensor.getSerializedSize())) {
      throw damaged(node, "a constant of more elements than are there");
    }
  }

  private long elements(String node, TensorShapeProto shape) {
    if (shape.getDimCount() > MOST_AXES) {
      throw damaged(node, "a shape of " + shape.getDimCount() + " axes");
    }
    List<Long> lengths = new ArrayList<>();
    for (TensorShapeProto.Dim dim : shape.getDimList()) {
      if (dim.getSize() < -1) {
        throw damaged(node, "a length of " + dim.getSize());
      }
      lengths.add(dim.getSize());
    }
    return limits.checkElements(label + ": operation '" + node + "'", lengths);
  }

  private static int width(DataType type) {
    return switch (type) {
      case DT_BOOL, DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8 -> 1;
      case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16 -> 2;
      case DT_FLOAT, DT_INT32, DT_UINT32, DT_QINT32 -> 4;
      case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> 8;
      case DT_COMPLEX128 -> 16;
      default -> 0;
    };
  }

  private MalformedModelException damaged(String node, String what) {
    return new MalformedModelException(
        label, "operation '" + node + "' has " + what + ": the graph is damaged");
  }
}
