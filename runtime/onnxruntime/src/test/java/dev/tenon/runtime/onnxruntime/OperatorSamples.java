package dev.tenon.runtime.onnxruntime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.NotInOnnx;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** At least one small use of every operator. */
final class OperatorSamples {
  /** An operand: a tensor that is fed, or with {@code fixed} one that the graph holds. */
  record Operand(Tensor tensor, boolean fixed) {}

  /** An operator and what it is applied to. */
  record Sample(String name, Operator operator, List<@Nullable Operand> operands) {
    /** Returns the graph of the operator alone; fed tensors have a symbolic first axis. */
    Graph graph() {
      GraphBuilder builder = new GraphBuilder(name);
      List<@Nullable Value> values = new ArrayList<>();
      for (Operand operand : operands) {
        if (operand == null) {
          values.add(null);
        } else if (operand.fixed) {
          values.add(builder.constant("c", operand.tensor));
        } else {
          Shape shape = Shape.of(operand.tensor.shape());
          values.add(
              builder.input("x" + values.size(), new TensorType(operand.tensor.dtype(), shape)));
        }
      }
      List<Value> results = builder.apply(operator, "node", Origin.NONE, values);
      List<String> names = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        names.add("y" + i);
      }
      return builder.build(results, names);
    }

    Map<String, Tensor> feeds() {
      Map<String, Tensor> feeds = new LinkedHashMap<>();
      for (int i = 0; i < operands.size(); i++) {
        Operand operand = operands.get(i);
        if (operand != null && !operand.fixed) {
          feeds.put("x" + i, operand.tensor);
        }
      }
      return feeds;
    }
  }

  private static final Set<String> BOOLS = Set.of("Not", "And", "Or", "Xor");

  private final List<Sample> samples = new ArrayList<>();
  private final Random random = new Random(3);

  static List<Sample> all() {
    OperatorSamples made = new OperatorSamples();
    made.elementwise();
    made.activations();
    made.reductions();
    made.movements();
    made.indexing();
    made.generation();
    made.images();
    made.normalizations();
    new GraphSamples(made).addAll();
    new VisionSamples(made).addAll();
    new TraditionalMlSamples(made).addAll();
    return made.samples;
  }

  void add(Operator operator, @Nullable Operand... operands) {
    List<@Nullable Operand> list = new ArrayList<>();
    for (Operand operand : operands) {
      list.add(operand);
    }
    String name = operator.opType() + "#" + samples.size();
    samples.add(new Sample(name, operator, list));
  }

  Operand x(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() * 0.8f + 0.1f;
    }
    return new Operand(Tensor.of(values, shape), false);
  }

  Operand x(DType dtype, long... shape) {
    Tensor tensor = x(shape).tensor;
    return new Operand(tensor.scale(dtype == DType.BOOL ? 2 : 9, 0).cast(dtype), false);
  }

  static Operand longs(long... values) {
    return new Operand(Tensor.of(values, values.length), true);
  }

  static Operand fixed(Tensor tensor) {
    return new Operand(tensor, true);
  }

  private static Operand number(double value) {
    return fixed(Tensor.scalar(DType.FLOAT32, value));
  }

  private void elementwise() {
    for (Class<? extends Operator> record : Operators.all()) {
      boolean plain = record.getRecordComponents().length == 0;
      String name = record.getSimpleName();
      if (!plain || record.isAnnotationPresent(NotInOnnx.class)) {
        continue;
      }
      DType dtype =
          BOOLS.contains(name)
              ? DType.BOOL
              : name.startsWith("Bitwise") ? DType.INT32 : DType.FLOAT32;
      Operator operator = dev.tenon.ir.op.Attributes.create(record, Map.of(), n -> dtype);
      if (Unary.class.isAssignableFrom(record)) {
        add(operator, dtype == DType.FLOAT32 ? x(2, 3) : x(dtype, 2, 3));
      } else if (Binary.class.isAssignableFrom(record)) {
        add(
            operator,
            dtype == DType.FLOAT32 ? x(2, 3) : x(dtype, 2, 3),
            dtype == DType.FLOAT32 ? x(3) : x(dtype, 3));
      }
    }
    add(new Unary.IsInf(1, 0), x(3));
    add(new Unary.Cast(DType.INT32), x(3));
    add(new Unary.Cast(DType.FLOAT16), x(3));
    add(new Binary.Mod(0), x(DType.INT32, 4), fixed(Tensor.of(new int[] {3}, 1)));
    add(new Binary.Mod(1), x(4), number(0.3));
    add(
        new Binary.BitShift("LEFT"),
        fixed(Tensor.of(new int[] {1, 2}).cast(DType.UINT32)),
        fixed(Tensor.of(new int[] {3, 1}).cast(DType.UINT32)));
    add(new Variadic.Max(), x(2, 3), x(3), x(2, 1));
    add(new Variadic.Min(), x(2, 3), x(3));
    add(new Variadic.Sum(), x(2, 3), x(3));
    add(new Variadic.Mean(), x(2, 3), x(3));
    add(new Variadic.Where(), x(DType.BOOL, 2, 3), x(2, 3), x(3));
    add(new Variadic.Clip(), x(2, 3), number(0.3), number(0.6));
    add(new Variadic.Clip(), x(2, 3), null, number(0.6));
    add(new Linear.MatMul(), x(2, 3), x(3, 4));
    add(new Linear.Gemm(0.5f, 2f, 1, 0), x(3, 2), x(3, 4), x(4));
    add(new Linear.Einsum("ab,bc->ca"), x(2, 3), x(3, 4));
  }

  private void activations() {
    add(new Activations.Elu(0.7f), x(2, 3));
    add(new Activations.Celu(0.7f), x(2, 3));
    add(new Activations.Selu(1.6f, 1.05f), x(2, 3));
    add(new Activations.LeakyRelu(0.2f), x(2, 3));
    add(new Activations.ThresholdedRelu(0.5f), x(2, 3));
    add(new Activations.HardSigmoid(0.2f, 0.5f), x(2, 3));
    add(new Activations.Gelu("none"), x(2, 3));
    add(new Activations.Gelu("tanh"), x(2, 3));
    add(new Activations.Shrink(0.1f, 0.3f), x(2, 3));
    add(new Activations.Swish(1.5f), x(2, 3));
    add(new Activations.Softmax(1), x(2, 3, 2));
    add(new Activations.LogSoftmax(-1), x(2, 3));
    add(new Activations.Hardmax(-1), x(2, 3));
  }

  private void reductions() {
    for (Class<? extends Operator> record : Operators.all()) {
      if (Reduction.class.isAssignableFrom(record) && record.getSimpleName().startsWith("Reduce")) {
        add(reduction(record, 1, 0), x(2, 3, 4), longs(-1, 1));
        add(reduction(record, 0, 0), x(2, 3, 4), longs(1));
        add(reduction(record, 0, 0), x(2, 3));
        add(reduction(record, 0, 1), x(2, 3), longs(0));
      }
    }
    add(new Reduction.ReduceMean(1, 1), x(2, 3));
    add(new Reduction.ReduceSum(1, 1), x(2, 3));
    add(new Reduction.ArgMax(1, 0, 1), x(2, 3));
    add(new Reduction.ArgMin(-1, 1, 0), x(2, 3));
    add(new Reduction.CumSum(1, 0), x(2, 3), fixed(Tensor.scalar(DType.INT64, 1L)));
  }

  private static Operator reduction(Class<? extends Operator> record, long keep, long noop) {
    Map<String, Long> attributes = Map.of("keepdims", keep, "noop_with_empty_axes", noop);
    return dev.tenon.ir.op.Attributes.create(record, attributes, n -> DType.FLOAT32);
  }

  private void movements() {
    add(new Movement.Reshape(0), x(2, 6), longs(0, -1, 3));
    add(new Movement.Reshape(1), x(2, 6), longs(4, 3));
    add(new Movement.Reshape(1), x(0, 6), longs(6, 0));
    add(new Movement.Transpose(List.of(2L, 0L, 1L)), x(2, 3, 4));
    add(new Movement.Squeeze(), x(2, 1, 3), longs(1));
    add(new Movement.Squeeze(), x(2, 1, 3));
    add(new Movement.Unsqueeze(), x(2, 3), longs(0, -1));
    add(new Movement.Flatten(2), x(2, 3, 4));
    add(new Movement.Concat(1), x(2, 3), x(2, 1));
    add(new Movement.Split(1, null), x(2, 5), longs(2, 3));
    add(new Movement.Split(1, 2L), x(2, 5));
    add(new Movement.Split(-1, 3L), x(2, 6));
    add(new Movement.Slice(), x(4, 5), longs(1, -1), longs(3, -6), longs(0, 1), longs(1, -2));
    add(new Movement.Slice(), x(4, 5), longs(1), longs(3));
    add(new Movement.Pad("constant"), x(2, 3), longs(0, 1, 2, 0), number(5));
    add(new Movement.Pad("reflect"), x(2, 3), longs(1, 1), null, longs(-1));
    add(new Movement.Pad("edge"), x(2, 3, 2), longs(1, 2, 0, 1), null, longs(2, 0));
    add(new Movement.Pad("wrap"), x(2, 3), longs(0, 1, 0, 1));
    add(new Movement.Tile(), x(2, 3), longs(2, 1));
    add(new Movement.Expand(), x(2, 1), longs(3, 1, 4));
    add(new Movement.ReverseSequence(0, 1), x(2, 4), longs(2, 3));
    add(new Movement.Trilu(1), x(3, 3));
    add(new Movement.Trilu(0), x(3, 3), fixed(Tensor.scalar(DType.INT64, -1L)));
  }

  private void indexing() {
    add(new Indexing.Gather(1), x(2, 3), longs(2, 0));
    add(new Indexing.GatherElements(1), x(1, 3), fixed(Tensor.of(new long[] {2, 0}, 1, 2)));
    add(new Indexing.GatherND(0), x(2, 3), fixed(Tensor.of(new long[] {1, 0, 0, 2}, 2, 2)));
    for (String reduction : List.of("none", "add", "mul", "max", "min")) {
      add(new Indexing.ScatterElements(0, reduction), x(3), longs(2, 0), x(2));
      add(new Indexing.ScatterND(reduction), x(3), fixed(Tensor.of(new long[] {2, 0}, 2, 1)), x(2));
    }
    add(
        new Indexing.OneHot(-1),
        longs(1, 2),
        fixed(Tensor.scalar(DType.INT64, 4L)),
        fixed(Tensor.of(new float[] {0, 1})));
    add(new Indexing.TopK(-1, 1, 1), x(2, 4), longs(2));
    add(new Indexing.NonZero(), x(2, 2));
  }

  private void generation() {
    add(new Generation.Shape(0, null), x(2, 3, 4));
    add(new Generation.Shape(1, 2L), x(2, 3, 4));
    add(new Generation.Shape(-2, null), x(2, 3, 4));
    add(new Generation.Size(), x(2, 3));
    add(new Generation.ConstantOfShape(Tensor.of(new float[] {7}, 1)), longs(2, 2));
    add(new Generation.Range(), number(0), number(2), number(0.5));
    add(new Generation.EyeLike(DType.INT32, 1), x(2, 3));
    add(new Generation.EyeLike(null, 0), x(2, 3));
  }

  private void images() {
    List<Long> two = List.of(2L, 2L);
    add(
        new Convolution.Conv("NOTSET", null, 1, null, List.of(1L, 0L, 1L, 0L), two, false),
        x(2, 3, 5, 5),
        x(4, 3, 3, 3),
        x(4));
    add(
        new Convolution.Conv("SAME_UPPER", List.of(2L), 3, null, null, null, false),
        x(1, 3, 5),
        x(3, 1, 2));
    add(
        new Convolution.ConvTranspose(
            "NOTSET", null, 1, null, List.of(1L, 0L), null, null, two, false),
        x(1, 2, 3, 3),
        x(2, 3, 2, 2));
    add(new Pooling.MaxPool("SAME_LOWER", 0, null, two, null, 0, two, false), x(1, 2, 5, 5));
    add(new Pooling.MaxPool("NOTSET", 1, null, two, null, 0, two, false), x(1, 2, 5, 5));
    add(
        new Pooling.AveragePool("NOTSET", 0, 1, null, two, List.of(1L, 1L, 1L, 1L), two, false),
        x(1, 2, 5, 5));
    add(new Pooling.AveragePool("VALID", 0, 0, two, two, null, null, false), x(1, 2, 5, 5));
    add(
        new Pooling.AveragePool("VALID", 0, 0, List.of(1L, 1L), two, null, null, false),
        x(1, 2, 5, 5));
    add(new Pooling.GlobalAveragePool(false), x(1, 2, 3, 3));
    add(new Pooling.GlobalMaxPool(false), x(1, 2, 3, 3));
    add(new ImageResampling.DepthToSpace(2, "DCR", false), x(1, 8, 2, 3));
    add(new ImageResampling.DepthToSpace(2, "CRD", false), x(1, 8, 2, 3));
    add(new ImageResampling.SpaceToDepth(2, false), x(1, 2, 4, 6));
    resizes();
  }

  private void resizes() {
    for (String mode : List.of("nearest", "linear")) {
      add(resize(0, null, "half_pixel", mode), x(1, 2, 3, 3), null, null, longs(1, 2, 6, 5));
      add(resize(0, List.of(2L, 3L), "half_pixel", mode), x(1, 2, 3, 3), null, null, longs(6, 5));
      add(
          resize(0, List.of(3L, 2L), "asymmetric", mode),
          x(1, 2, 3, 3),
          null,
          fixed(Tensor.of(new float[] {2, 3})));
    }
    add(resize(1, List.of(2L, 3L), "half_pixel", "linear"), x(1, 2, 6, 6), null, null, longs(3, 3));
    add(
        resize(0, List.of(2L, 3L), "half_pixel_symmetric", "linear"),
        x(1, 2, 6, 6),
        null,
        fixed(Tensor.of(new float[] {0.5f, 0.7f})));
  }

  private static Operator resize(
      long antialias, @Nullable List<Long> axes, String coordinates, String mode) {
    return new ImageResampling.Resize(
        antialias, axes, coordinates, -0.75f, 0, 0, "stretch", mode, "round_prefer_floor");
  }

  private void normalizations() {
    add(
        new Normalization.BatchNormalization(1e-3f, 0.9f, 0, false),
        x(2, 3, 4),
        x(3),
        x(3),
        x(3),
        x(3));
    add(
        new Normalization.BatchNormalization(1e-3f, 0.9f, 1, false),
        x(2, 3, 4),
        x(3),
        x(3),
        x(3),
        x(3));
    add(new Normalization.LayerNormalization(-1, 1e-3f, 1), x(2, 3), x(3), x(3));
    add(new Normalization.LayerNormalization(1, 1e-3f, 1), x(2, 3, 2), x(3, 2));
    add(new Normalization.RMSNormalization(-1, 1e-3f, 1), x(2, 3), x(3));
    add(new Normalization.GroupNormalization(1e-3f, 2, 1, false), x(2, 4, 3), x(4), x(4));
    add(new Normalization.InstanceNormalization(1e-3f, false), x(2, 3, 4), x(3), x(3));
    add(new Normalization.LpNormalization(-1, 2), x(2, 3));
    add(new Normalization.LRN(0.1f, 0.75f, 1f, 3, false), x(1, 5, 2, 2));
  }
}
