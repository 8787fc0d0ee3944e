package dev.tenon.ir.pass.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Forms that PyTorch's exporters write between operators on images cost no Transposes beyond the
 * network's own, one at its input and one at its output.
 */
class LayoutFormsTest {
  private static final Dim BATCH = Dim.symbol("batch");

  private final Random random = new Random(3);
  private final GraphBuilder builder = new GraphBuilder("net");
  private final Ops ops = new Ops(() -> builder, () -> new Origin("block", "Block"));
  private final List<Tensor> feeds = new ArrayList<>();

  private Tensor numbers(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, size).reshape(shape);
  }

  /** An input of images, fed with two of them. */
  private Value input(String name, long... shape) {
    long[] full = new long[shape.length + 1];
    full[0] = 2;
    System.arraycopy(shape, 0, full, 1, shape.length);
    feeds.add(numbers(full));
    Shape type = Shape.of(BATCH).concat(Shape.of(shape));
    return builder.input(name, new TensorType(DType.FLOAT32, type));
  }

  private Value conv(Value x, long from, long to) {
    Convolution.Conv conv =
        new Convolution.Conv("SAME_UPPER", null, 1, null, null, List.of(1L, 1L), false);
    return ops.apply(conv, x, ops.constant(numbers(to, from, 3, 3)));
  }

  private static long transposes(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.operator() instanceof Movement.Transpose)
        .count();
  }

  /** Returns how many Transposes the pass adds, after the same numbers were found. */
  private long added(Value y) {
    Value out = builder.apply(new Unary.Identity(), "y", Origin.NONE, List.of(y)).get(0);
    Graph graph = builder.build(List.of(out), List.of("y"));
    List<Tensor> expected = GraphRunner.run(graph, feeds);
    Graph moved = LayoutPass.apply(graph, true);
    LayoutPassTest.assertNames(moved);
    LayoutPassTest.close(GraphRunner.run(moved, feeds), expected, "moved");
    Graph folded = ConstantFolding.apply(moved);
    LayoutPassTest.close(GraphRunner.run(folded, feeds), expected, "moved and folded");
    // And back again, as an ONNX file has it.
    Graph back = LayoutPass.apply(moved, false);
    LayoutPassTest.close(GraphRunner.run(back, feeds), expected, "moved back");
    return transposes(moved) - transposes(graph);
  }

  private Value batch(Value x) {
    return ops.apply(new Generation.Shape(0, 1L), x);
  }

  @Test
  void channelShuffle() {
    Value x = conv(input("x", 3, 4, 5), 3, 6);
    for (int i = 0; i < 3; i++) {
      Value split = ops.reshape(x, Shape.of(BATCH, Dim.of(2), Dim.of(3), Dim.of(4), Dim.of(5)));
      Value turned = ops.transpose(split, 0, 2, 1, 3, 4);
      Value joined = ops.reshape(turned, Shape.of(BATCH, Dim.of(6), Dim.of(4), Dim.of(5)));
      List<Value> halves = ops.split(joined, 1, 3, 3);
      x = ops.concat(1, List.of(halves.get(0), ops.relu(conv(halves.get(1), 3, 3))));
    }
    assertThat(added(x)).isLessThanOrEqualTo(2);
  }

  private Value grouped(Value x, Value scale, Value bias) {
    Value groups = ops.apply(new Movement.Reshape(0), x, ops.longs(0, 2, -1));
    Normalization.InstanceNormalization norm =
        new Normalization.InstanceNormalization(1e-5f, false);
    return ops.reshape(ops.apply(norm, groups, scale, bias), x.shape());
  }

  @Test
  void groupNormalizationAsInstanceNormalization() {
    Value x = conv(input("x", 3, 4, 5), 3, 6);
    Value ones = ops.constant(Tensor.full(DType.FLOAT32, 1, 2));
    Value normal = grouped(x, ones, ops.constant(Tensor.zeros(DType.FLOAT32, 2)));
    normal =
        ops.add(ops.mul(normal, ops.constant(numbers(6, 1, 1))), ops.constant(numbers(6, 1, 1)));
    Value other = grouped(conv(normal, 6, 6), ops.constant(numbers(2)), ops.constant(numbers(2)));
    assertThat(added(conv(ops.add(normal, other), 6, 3))).isEqualTo(2);
  }

  @Test
  void groupNormalizationWithFactorsThatAreComputed() {
    Value x = conv(input("x", 3, 4, 5), 3, 6);
    Value factors = ops.squeeze(ops.slice(input("factors", 2), 0, 0, 1, 1), 0);
    assertThat(added(conv(grouped(x, factors, ops.tanh(factors)), 6, 3))).isEqualTo(2);
  }

  @Test
  void resizeToLengthsThatAreComputed() {
    Value first = conv(input("x", 3, 4, 6), 3, 4);
    Value x = conv(ops.slice(ops.slice(first, 2, 0, 4, 2), 3, 0, 6, 2), 4, 4);
    Value like = ops.apply(new Generation.Shape(2, null), first);
    Value sizes = ops.concat(0, List.of(ops.apply(new Generation.Shape(0, 2L), x), like));
    ImageResampling.Resize resize =
        new ImageResampling.Resize(
            0, null, "asymmetric", -0.75f, 0, 0, "stretch", "nearest", "floor");
    Value up = ops.applyAs(first.shape(), resize, x, null, null, sizes);
    assertThat(added(conv(ops.concat(1, List.of(first, up)), 8, 3))).isEqualTo(2);
  }

  @Test
  void padByLengthsThatAreComputed() {
    Value x = conv(input("x", 3, 4, 6), 3, 4);
    Value more = ops.sub(ops.length(x, 3), ops.length(x, 2));
    Value none = ops.longs(0, 0);
    List<Value> parts = List.of(none, ops.longs(1), none, ops.longs(0), more, ops.longs(2));
    Value pads =
        ops.concat(0, parts.stream().map(p -> ops.reshape(p, Shape.of(p.shape().size()))).toList());
    Shape padded = Shape.of(BATCH, Dim.of(4), Dim.of(7), Dim.of(8));
    Value wide = ops.applyAs(padded, new Movement.Pad("constant"), x, pads, ops.scalar(x, 0.5));
    assertThat(added(conv(wide, 4, 3))).isEqualTo(2);
  }

  @Test
  void stepsOfAFilmAndAStateThatStartsWithZeros() {
    Value film = input("x", 3, 2, 4, 5);
    Value lengths = ops.concat(0, List.of(batch(film), ops.longs(4, 4, 5)));
    Shape shape = Shape.of(BATCH, Dim.of(4), Dim.of(4), Dim.of(5));
    Generation.ConstantOfShape zeros =
        new Generation.ConstantOfShape(Tensor.scalar(DType.FLOAT32, 0));
    Value state = ops.applyAs(new TensorType(DType.FLOAT32, shape), zeros, lengths);
    Value memory = ops.applyAs(shape, new Movement.Expand(), ops.scalar(film, 0.5), lengths);
    for (int i = 0; i < 3; i++) {
      Value step = ops.gather(film, ops.constant(Tensor.scalar(DType.INT64, i)), 1);
      List<Value> gates = ops.split(conv(ops.concat(1, List.of(step, state)), 6, 8), 1, 4, 4);
      memory = ops.add(ops.mul(memory, ops.sigmoid(gates.get(0))), ops.tanh(gates.get(1)));
      state = ops.tanh(memory);
    }
    assertThat(added(state)).isEqualTo(2);
  }

  @Test
  void windowsOfAImage() {
    Value x = conv(input("x", 3, 4, 6), 3, 4);
    Dim c = Dim.of(4);
    Shape cut = Shape.of(BATCH, c, Dim.of(2), Dim.of(2), Dim.of(3), Dim.of(2));
    Value windows = ops.transpose(ops.reshape(x, cut), 0, 2, 4, 3, 5, 1);
    Value rows = ops.reshape(windows, Shape.of(BATCH, Dim.of(6), Dim.of(4), c));
    Value mixed = ops.matMul(rows, ops.constant(numbers(4, 4)));
    Shape parts = Shape.of(BATCH, Dim.of(2), Dim.of(3), Dim.of(2), Dim.of(2), c);
    Value back = ops.transpose(ops.reshape(mixed, parts), 0, 5, 1, 3, 2, 4);
    Value y = conv(ops.reshape(back, Shape.of(BATCH, c, Dim.of(4), Dim.of(6))), 4, 3);
    assertThat(added(y)).isEqualTo(2);
  }

  @Test
  void attentionOfAllPositions() {
    Value x = conv(input("x", 3, 4, 5), 3, 4);
    Shape flat = Shape.of(BATCH, Dim.of(4), Dim.of(20));
    Value queries = ops.transpose(ops.reshape(conv(x, 4, 4), flat), 0, 2, 1);
    Value weights = ops.softmax(ops.matMul(queries, ops.reshape(conv(x, 4, 4), flat)), -1);
    Value values = ops.reshape(conv(x, 4, 4), flat);
    Value sum = ops.reshape(ops.matMul(values, ops.transpose(weights, 0, 2, 1)), x.shape());
    assertThat(added(conv(ops.add(x, sum), 4, 3))).isLessThanOrEqualTo(2);
  }
}
