package dev.tenon.ir.pass.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.ir.pass.layout.LayoutPassTest;
import dev.tenon.ir.pass.layout.RandomImageGraph;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fused graphs give the same numbers with fewer nodes. */
class FusionTest {
  private final Random random = new Random(7);
  private final GraphBuilder builder = new GraphBuilder("net");
  private final Ops ops = new Ops(() -> builder, () -> new Origin("block", "Block"));

  private Tensor numbers(long... shape) {
    float[] values = new float[(int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private Value constant(long... shape) {
    return ops.constant(numbers(shape));
  }

  private Value input(long... shape) {
    List<Dim> dims = new ArrayList<>(List.of(Dim.symbol("batch")));
    dims.addAll(Shape.of(shape).dims());
    return builder.input("x", new TensorType(DType.FLOAT32, Shape.of(dims)));
  }

  private Value norm(Value x, long channels, boolean last) {
    return ops.apply(
        new Normalization.BatchNormalization(1e-3f, 0.9f, 0, last),
        x,
        constant(channels),
        constant(channels),
        constant(channels),
        ops.constant(Tensor.full(DType.FLOAT32, 0.7, channels)));
  }

  private Graph build(Value y) {
    Value out = builder.apply(new Unary.Identity(), "y", Origin.NONE, List.of(y)).get(0);
    return builder.build(List.of(out), List.of("y"));
  }

  private static List<String> types(Graph graph) {
    return graph.nodes().stream().map(OperatorNode::operator).map(Operator::opType).toList();
  }

  private void same(Graph graph, Graph fused, long... shape) {
    Tensor feed = numbers(shape);
    LayoutPassTest.close(
        GraphRunner.run(fused, List.of(feed)), GraphRunner.run(graph, List.of(feed)), "fused");
    LayoutPassTest.assertNames(fused);
  }

  @Test
  void randomGraphsKeepTheirMeaning() {
    for (long seed = 1000; seed < 1100; seed++) {
      Graph graph = RandomImageGraph.draw(seed);
      Tensor feed = RandomImageGraph.feed(seed, graph);
      List<Tensor> expected = GraphRunner.run(graph, List.of(feed));
      Graph now = graph;
      if (seed % 2 == 0) {
        now = ConstantFolding.apply(LayoutPass.apply(now, seed % 4 == 0));
      }
      Graph kept = Fusion.apply(now);
      LayoutPassTest.close(GraphRunner.run(kept, List.of(feed)), expected, "seed " + seed);
      Graph fused = Fusion.batchNormalization(now);
      LayoutPassTest.close(GraphRunner.run(fused, List.of(feed)), expected, "seed " + seed);
      LayoutPassTest.assertNames(fused);
      assertThat(fused.nodes().size()).isLessThanOrEqualTo(now.nodes().size());
    }
  }

  @Test
  void aResidualBlockIsConvolutionsAndAdds() {
    for (boolean last : new boolean[] {true, false}) {
      FusionTest test = new FusionTest();
      test.block(last);
    }
  }

  private void block(boolean last) {
    Value x = last ? input(9, 9, 3) : input(3, 9, 9);
    int first = last ? 1 : 2;
    long[] pads = new long[8];
    pads[first] = 1;
    pads[first + 1] = 1;
    pads[4 + first] = 1;
    pads[4 + first + 1] = 1;
    Value padded = ops.apply(new Movement.Pad("constant"), x, ops.longs(pads));
    Value w = last ? constant(3, 3, 3, 4) : constant(4, 3, 3, 3);
    Value conv =
        ops.apply(
            new Convolution.Conv("VALID", null, 1, null, null, List.of(1L, 1L), last), padded, w);
    Value bias = last ? constant(4) : constant(4, 1, 1);
    Value y = ops.relu(norm(ops.add(conv, bias), 4, last));
    Value again = ops.apply(new Movement.Pad("constant"), y, ops.longs(pads));
    Value pooled =
        ops.apply(
            new Pooling.MaxPool("VALID", 0, null, List.of(3L, 3L), null, 0, List.of(2L, 2L), last),
            again);
    Value depth = last ? constant(3, 3, 1, 8) : constant(8, 1, 3, 3);
    Value wise =
        ops.apply(
            new Convolution.Conv("SAME_UPPER", null, 4, null, null, null, last), pooled, depth);
    Value wide = norm(wise, 8, last);
    Value means = ops.apply(new Pooling.GlobalAveragePool(last), wide);
    Value flat = ops.reshape(means, Shape.of(means.shape().dim(0), Dim.of(8)));
    Value dense = norm(ops.add(ops.matMul(flat, constant(8, 5)), constant(5)), 5, true);
    Graph graph = build(ops.softmax(dense, -1));
    Graph fused = Fusion.batchNormalization(graph);
    assertThat(types(fused))
        .containsExactly("Conv", "Relu", "MaxPool", "Conv", "ReduceMean", "Gemm", "Softmax");
    assertThat(fused.outputs().get(0).name()).isEqualTo("y");
    long[] shape = graph.inputs().get(0).shape().toLongs();
    shape[0] = 2;
    same(graph, fused, shape);
    assertThat(types(Fusion.apply(graph))).contains("BatchNormalization");
    same(graph, Fusion.apply(graph), shape);
    Graph moved = Fusion.batchNormalization(ConstantFolding.apply(LayoutPass.apply(graph, !last)));
    assertThat(types(moved).stream().filter("Transpose"::equals)).hasSize(1);
    same(graph, moved, shape);
  }

  @Test
  void transposedConvolutionsTakeScalesGroupByGroup() {
    for (boolean last : new boolean[] {true, false}) {
      FusionTest test = new FusionTest();
      Value x = test.input(4, 4, 4);
      Value w = last ? test.constant(2, 2, 3, 4) : test.constant(4, 3, 2, 2);
      Value y =
          test.ops.apply(
              new Convolution.ConvTranspose(
                  "NOTSET", null, 2, null, null, null, null, List.of(2L, 2L), last),
              x,
              w);
      Graph graph = test.build(test.norm(y, 6, last));
      Graph fused = Fusion.batchNormalization(graph);
      assertThat(types(fused)).containsExactly("ConvTranspose");
      test.same(graph, fused, 2, 4, 4, 4);
    }
  }

  @Test
  void aNegativeImageKeepsItsPaddingBeforeMaxPool() {
    Value x = input(5, 5, 2);
    Value padded = ops.apply(new Movement.Pad("constant"), x, ops.longs(0, 1, 1, 0, 0, 1, 1, 0));
    Value y =
        ops.apply(
            new Pooling.MaxPool("VALID", 0, null, List.of(3L, 3L), null, 0, null, true), padded);
    Graph graph = build(y);
    Graph fused = Fusion.apply(graph);
    assertThat(types(fused)).containsExactly("Pad", "MaxPool");
    same(graph, fused, 1, 5, 5, 2);
  }

  @Test
  void squeezeAndExciteLeavesOneTranspose() {
    Value x = input(8, 8, 4);
    Value w = constant(3, 3, 4, 6);
    Convolution.Conv same = new Convolution.Conv("SAME_UPPER", null, 1, null, null, null, true);
    Value y = ops.relu(ops.apply(same, x, w));
    for (int i = 0; i < 3; i++) {
      Value pooled = ops.reduceMean(y, false, 1, 2);
      Value image =
          ops.reshape(pooled, Shape.of(pooled.shape().dim(0), Dim.of(1), Dim.of(1), Dim.of(6)));
      Value small = ops.relu(ops.add(ops.apply(same, image, constant(1, 1, 6, 2)), constant(2)));
      Value gate = ops.sigmoid(ops.apply(same, small, constant(1, 1, 2, 6)));
      y = ops.add(y, ops.apply(same, ops.mul(y, gate), constant(1, 1, 6, 6)));
    }
    Value flat = ops.apply(new Movement.Flatten(1), y);
    Graph graph = build(ops.matMul(flat, constant(384, 3)));
    Graph moved = Fusion.apply(ConstantFolding.apply(LayoutPass.apply(graph, false)));
    assertThat(types(moved).stream().filter("Transpose"::equals)).hasSize(1);
    same(graph, moved, 2, 8, 8, 4);
  }

  /** ResNet50 as Keras lowers it, with a sixteenth of its channels. */
  @Test
  void resNet50HasOneTransposeAndAtMost125Nodes() {
    Value x = input(64, 64, 3);
    Value y = norm(biased(pad(x, 3), 7, 3, 4, 2, "VALID"), 4, true);
    y = pad(ops.relu(y), 1);
    y =
        ops.apply(
            new Pooling.MaxPool("VALID", 0, null, List.of(3L, 3L), null, 0, List.of(2L, 2L), true),
            y);
    long[] blocks = {3, 4, 6, 3};
    long channels = 4;
    for (int stage = 0; stage < 4; stage++) {
      long width = 4L << stage;
      for (int block = 0; block < blocks[stage]; block++) {
        long stride = block == 0 && stage > 0 ? 2 : 1;
        Value shortcut = y;
        if (block == 0) {
          shortcut = norm(biased(y, 1, channels, 4 * width, stride, "VALID"), 4 * width, true);
        }
        Value inner = ops.relu(norm(biased(y, 1, channels, width, stride, "VALID"), width, true));
        inner = ops.relu(norm(biased(inner, 3, width, width, 1, "SAME_UPPER"), width, true));
        inner = norm(biased(inner, 1, width, 4 * width, 1, "VALID"), 4 * width, true);
        y = ops.relu(ops.add(shortcut, inner));
        channels = 4 * width;
      }
    }
    Value means = ops.reduceMean(y, false, 1, 2);
    Graph graph =
        build(ops.softmax(ops.add(ops.matMul(means, constant(128, 10)), constant(10)), -1));
    Graph fused = Fusion.batchNormalization(ConstantFolding.apply(LayoutPass.apply(graph, false)));
    List<String> types = types(fused);
    assertThat(types.stream().filter("Transpose"::equals)).hasSize(1);
    assertThat(types.stream().filter("Conv"::equals)).hasSize(53);
    assertThat(types).hasSize(123).doesNotContain("BatchNormalization", "Pad", "Identity");
    Graph kept = Fusion.apply(ConstantFolding.apply(LayoutPass.apply(graph, false)));
    assertThat(types(kept).stream().filter("Transpose"::equals)).hasSize(1);
    assertThat(types(kept).stream().filter("BatchNormalization"::equals)).hasSize(53);
  }

  private Value pad(Value x, long by) {
    return ops.apply(new Movement.Pad("constant"), x, ops.longs(0, by, by, 0, 0, by, by, 0));
  }

  private Value biased(Value x, long kernel, long ins, long outs, long stride, String autoPad) {
    Convolution.Conv conv =
        new Convolution.Conv(autoPad, null, 1, null, null, List.of(stride, stride), true);
    return ops.add(ops.apply(conv, x, constant(kernel, kernel, ins, outs)), constant(outs));
  }
}
