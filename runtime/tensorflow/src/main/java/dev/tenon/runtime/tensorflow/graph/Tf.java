package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** Writes TensorFlow operations into a graph: {@link #op} for any, a method for common ones. */
public final class Tf {
  /** Operations that have no double kernel, so that even doubles must be checked. */
  private static final Set<String> CHECKED =
      Set.of(
          "AvgPool3D",
          "LRN",
          "MaxPool3D",
          "ScaleAndTranslate",
          "ResizeBicubic",
          "ResizeBilinear",
          "FusedBatchNormV3");

  private final Graph graph;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<String> types = new HashSet<>();
  private int count;
  private final Map<Output<?>, Tensor> indices = new HashMap<>();
  private String scope = "";
  private boolean recomputed;
  private boolean recomputes;
  private boolean chains;

  /** Creates the one writer of a graph: it hands out the names. */
  public Tf(Graph graph) {
    this.graph = graph;
  }

  public Graph graph() {
    return graph;
  }

  /** Names the operations that follow after a node; returns the name used before. */
  public String scope(String name) {
    String before = scope;
    String clean = name.replaceAll("[^A-Za-z0-9_./-]", "_");
    scope = clean.isEmpty() || Character.isLetterOrDigit(clean.charAt(0)) ? clean : "n" + clean;
    return before;
  }

  public String scope() {
    return scope;
  }

  /**
   * Marks the operations that follow: gradients compute their results again in place of keeping
   * them.
   *
   * @return whether those before were marked
   */
  public boolean recompute(boolean again) {
    boolean before = recomputed;
    recomputed = again;
    recomputes |= again;
    return before;
  }

  /** Returns whether {@link #recompute} marked any operation. */
  public boolean recomputes() {
    return recomputes;
  }

  /** Notes that operations are written in two chains that do not wait for each other. */
  public void noteChains() {
    chains = true;
  }

  /** Returns whether {@link #noteChains} was called. */
  public boolean hasChains() {
    return chains;
  }

  public OpCall op(String type) {
    return new OpCall(this, type);
  }

  boolean checksAllTypes(String type) {
    return CHECKED.contains(type);
  }

  /** Returns whether operations of a type were written, those of gradients not counted. */
  public boolean wrote(String type) {
    return types.contains(type);
  }

  /** Returns how many operations were written, those of gradients not counted. */
  public int count() {
    return count;
  }

  OperationBuilder start(String type) {
    count++;
    types.add(type);
    String base = scope.isEmpty() ? type : scope + "/" + type;
    int times = taken.merge(base, 1, Integer::sum);
    String name = times == 1 ? base : base + "_" + times;
    OperationBuilder builder = graph.opBuilder(type, name, graph.baseScope());
    if (recomputed && Recomputed.isPure(type)) {
      builder.setAttr(Recomputed.HINT, 0L);
    }
    return builder;
  }

  public Output<?> placeholder(DataType type, Shape shape) {
    return op("Placeholder").attr("dtype", type).attr("shape", shape).out();
  }

  /** Returns 64-bit integers as 32-bit ones, the nearest ones there are. */
  public Output<?> narrow(Output<?> x) {
    Tensor known = indices.get(x);
    if (known != null) {
      int[] values = new int[known.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, known.getLong(i)));
      }
      return constant(Tensor.of(values, new long[] {values.length}).reshape(known.shape()));
    }
    Output<?> low = binary("Maximum", x, scalar((long) Integer.MIN_VALUE));
    return cast(binary("Minimum", low, scalar((long) Integer.MAX_VALUE)), DataType.DT_INT32);
  }

  public Output<?> constant(Tensor tensor) {
    DType wire = TensorFlowTypes.wire(tensor.dtype());
    try (org.tensorflow.Tensor value = HostTensors.toNative(tensor)) {
      Output<?> output =
          op("Const").attr("dtype", TensorFlowTypes.of(wire)).attr("value", value).out();
      if (tensor.dtype() == DType.INT64) {
        indices.put(output, tensor);
      }
      return fromWire(output, tensor.dtype());
    }
  }

  public Output<?> longs(long... values) {
    return constant(Tensor.of(values, new long[] {values.length}));
  }

  /** Returns rows of two numbers, such as the paddings of each axis. */
  public Output<?> pairs(long... values) {
    return constant(Tensor.of(values, values.length / 2, 2));
  }

  public Output<?> ints(int... values) {
    return constant(Tensor.of(values, new long[] {values.length}));
  }

  public Output<?> scalar(DataType type, double value) {
    return constant(Tensor.scalar(TensorFlowTypes.of(type), value));
  }

  public Output<?> scalar(long value) {
    return constant(Tensor.scalar(DType.INT64, value));
  }

  /** Returns a number of the type of another tensor. */
  public Output<?> like(Output<?> x, double value) {
    return scalar(x.dataType(), value);
  }

  /** Reinterprets a tensor that came from the host as the type that it stands for. */
  public Output<?> fromWire(Output<?> x, DType type) {
    return bitcast(x, TensorFlowTypes.of(type));
  }

  /** Reinterprets a tensor as a type that the host knows. */
  public Output<?> toWire(Output<?> x) {
    return bitcast(x, TensorFlowTypes.of(TensorFlowTypes.wire(TensorFlowTypes.of(x.dataType()))));
  }

  private Output<?> bitcast(Output<?> x, DataType type) {
    return x.dataType() == type ? x : op("Bitcast").in(x).attr("type", type).out();
  }

  public Output<?> unary(String type, Output<?> x) {
    return op(type).in(x).out();
  }

  public Output<?> binary(String type, Output<?> a, Output<?> b) {
    return op(type).in(a, b).out();
  }

  public Output<?> add(Output<?> a, Output<?> b) {
    return binary("AddV2", a, b);
  }

  public Output<?> sub(Output<?> a, Output<?> b) {
    return binary("Sub", a, b);
  }

  public Output<?> mul(Output<?> a, Output<?> b) {
    return binary("Mul", a, b);
  }

  public Output<?> mul(Output<?> a, double b) {
    return binary("Mul", a, like(a, b));
  }

  public Output<?> select(Output<?> condition, Output<?> a, Output<?> b) {
    return op("SelectV2").in(condition, a, b).out();
  }

  public Output<?> cast(Output<?> x, DataType to) {
    return x.dataType() == to ? x : op("Cast").in(x).attr("DstT", to).out();
  }

  public Output<?> shape(Output<?> x) {
    return op("Shape").in(x).attr("out_type", DataType.DT_INT64).out();
  }

  /** Returns one length of x as an int64 scalar. */
  public Output<?> length(Output<?> x, int axis) {
    return element(shape(x), axis);
  }

  /** Returns one element of a vector as a scalar. */
  public Output<?> element(Output<?> vector, int index) {
    return op("StridedSlice")
        .in(vector, longs(index), longs(index + 1L), longs(1))
        .attr("shrink_axis_mask", 1)
        .out();
  }

  /** Returns the elements {@code from} (included) to {@code to} (excluded) of a vector. */
  public Output<?> part(Output<?> vector, int from, int to) {
    return op("StridedSlice").in(vector, longs(from), longs(to), longs(1)).out();
  }

  public Output<?> concat(int axis, List<? extends Output<?>> parts) {
    return parts.size() == 1 ? parts.get(0) : op("ConcatV2").list(parts).in(scalar(axis)).out();
  }

  /** Stacks tensors of equal shape along a new axis. */
  public Output<?> pack(List<? extends Output<?>> parts, int axis) {
    return op("Pack").list(parts).attr("axis", axis).out();
  }

  public Output<?> reshape(Output<?> x, Output<?> shape) {
    return binary("Reshape", x, shape);
  }

  public Output<?> reshape(Output<?> x, long... shape) {
    return reshape(x, longs(shape));
  }

  /**
   * Returns a tensor whose last axis is as long as a vector of one number says, or fails the run.
   */
  public Output<?> withLast(Output<?> x, int last, Output<?> length) {
    return reshape(x, concat(0, List.of(part(shape(x), 0, last), length)));
  }

  public Output<?> expandDims(Output<?> x, int axis) {
    return binary("ExpandDims", x, scalar(axis));
  }

  public Output<?> squeeze(Output<?> x, long... axes) {
    return op("Squeeze").in(x).attr("squeeze_dims", axes).out();
  }

  public Output<?> transpose(Output<?> x, int... perm) {
    for (int i = 0; i < perm.length; i++) {
      if (perm[i] != i) {
        return binary("Transpose", x, ints(perm));
      }
    }
    return x;
  }

  public Output<?> gather(Output<?> x, Output<?> positions, int axis) {
    return op("GatherV2").in(x, positions, scalar(axis)).out();
  }

  /** Returns the int64 numbers from 0 up to a scalar. */
  public Output<?> range(Output<?> limit) {
    return op("Range").in(scalar(0), limit, scalar(1)).out();
  }

  public Output<?> reduce(String type, Output<?> x, boolean keep, long... axes) {
    return op(type).in(x, longs(axes)).attr("keep_dims", keep).out();
  }

  /** Returns the product of a vector's elements as a scalar. */
  public Output<?> product(Output<?> vector) {
    return op("Prod").in(vector, longs(0)).out();
  }

  /** Cuts x along an axis into parts of these lengths. */
  public List<Output<?>> split(Output<?> x, int axis, long... lengths) {
    return op("SplitV")
        .in(x, longs(lengths), scalar(DataType.DT_INT32, axis))
        .attr("num_split", lengths.length)
        .outs(lengths.length);
  }
}
