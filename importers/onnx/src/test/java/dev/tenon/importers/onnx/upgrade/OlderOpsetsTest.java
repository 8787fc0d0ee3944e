package dev.tenon.importers.onnx.upgrade;

import static dev.tenon.testing.OneNode.counted;
import static dev.tenon.testing.OneNode.drawn;
import static dev.tenon.testing.OneNode.longs;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.OneNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes of older opsets give what ONNX Runtime gives for them, or for the newer form where it has
 * no kernel for so old an opset.
 */
final class OlderOpsetsTest {
  private static final Tensor X = drawn(2, 3, 4);
  private static final DType F = DType.FLOAT32;

  private static OneNode node(String opType, long opset, Tensor... fed) {
    return new OneNode(opType, opset).fed(fed).gives(F);
  }

  private static DynamicTest same(OneNode node) {
    return DynamicTest.dynamicTest(node.toString(), () -> SameAsOnnxRuntime.check(node));
  }

  private static DynamicTest same(OneNode node, OneNode newer) {
    return DynamicTest.dynamicTest(node.toString(), () -> SameAsOnnxRuntime.check(node, newer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Sub", "Mul", "Div"})
  void operandsBeganAtAnAxis(String opType) throws Exception {
    OneNode old = node(opType, 6, X, drawn(3)).set("broadcast", 1L).set("axis", 1L);
    SameAsOnnxRuntime.check(old, node(opType, 13, X, drawn(3).reshape(3, 1)));
    OneNode last = node(opType, 6, X, drawn(3, 4)).set("broadcast", 1L).set("axis", -2L);
    SameAsOnnxRuntime.check(last, node(opType, 13, X, drawn(3, 4)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReduceMean",
        "ReduceMax",
        "ReduceMin",
        "ReduceProd",
        "ReduceL1",
        "ReduceL2",
        "ReduceSumSquare",
        "ReduceSum"
      })
  void axesWereAttributes(String opType) throws Exception {
    SameAsOnnxRuntime.check(node(opType, 11, X).ints("axes", 0, 2).set("keepdims", 0L));
    SameAsOnnxRuntime.check(node(opType, 11, X).ints("axes", -2));
    SameAsOnnxRuntime.check(node(opType, 11, X));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void axesWereTakenTogether(String opType) throws Exception {
    for (long axis = -3; axis < 3; axis++) {
      SameAsOnnxRuntime.check(node(opType, 11, X).set("axis", axis));
      SameAsOnnxRuntime.check(node(opType, 13, X).set("axis", axis));
    }
    SameAsOnnxRuntime.check(node(opType, 11, X));
  }

  @TestFactory
  Stream<DynamicTest> arithmetic() {
    Tensor image = drawn(2, 3, 4, 5);
    Tensor a = drawn(2, 3);
    Tensor b = drawn(3, 4);
    return Stream.of(
        same(
            node("PRelu", 6, image, drawn(3)), node("PRelu", 16, image, drawn(3).reshape(3, 1, 1))),
        same(
            node("Gemm", 6, a, b, drawn(4)).set("broadcast", 1L).set("alpha", 0.5f),
            node("Gemm", 13, a, b, drawn(4)).set("alpha", 0.5f)),
        same(node("Clip", 6, X).set("min", -0.5f).set("max", 0.25f)),
        same(node("Clip", 6, X).set("max", 0.25f)),
        same(node("Cast", 5, X).set("to", "FLOAT"), node("Cast", 13, X).set("to", 1L)),
        same(
            new OneNode("CastLike", 15).fed(counted(DType.INT32, -3, 3, 2, 3), drawn(1)).gives(F)));
  }

  @TestFactory
  Stream<DynamicTest> movements() {
    OneNode split = node("Split", 11, X).set("axis", 1L).ints("split", 1, 2).gives(F);
    return Stream.of(
        same(node("Squeeze", 11, drawn(1, 3, 1)).ints("axes", 0, 2)),
        same(node("Unsqueeze", 11, X).ints("axes", 0, 3)),
        same(node("Squeeze", 13, drawn(1, 3, 1), longs(-1, 0))),
        same(node("Unsqueeze", 13, X, longs(-1, 1))),
        same(node("Concat", 1, X, X), node("Concat", 13, X, X).set("axis", 1L)),
        same(split),
        same(node("Split", 11, X).gives(F)),
        same(node("Split", 13, X).gives(F)),
        same(node("Split", 18, drawn(2, 5)).set("axis", -1L).set("num_outputs", 3L).gives(F, F)),
        same(node("Transpose", 1, X), node("Transpose", 13, X)),
        same(node("Slice", 9, X).ints("starts", 1, -2).ints("ends", 9, 3).ints("axes", 1, 2)),
        same(node("Slice", 9, X).ints("starts", 1).ints("ends", 2)),
        same(
            node("Reshape", 1, X).ints("shape", 0, -1),
            new OneNode("Reshape", 13).fed(X).held(longs(0, -1)).gives(F)),
        same(node("Pad", 10, X).ints("pads", 0, 1, 2, 1, 0, 3).set("value", 1.5f)),
        same(node("Pad", 10, X).ints("pads", 0, 1, 2, 0, 0, 3).set("mode", "edge")),
        same(
            node("Pad", 1, X).ints("paddings", 0, 1, 2, 1, 0, 3),
            node("Pad", 10, X).ints("pads", 0, 1, 2, 1, 0, 3)),
        same(
            node("Tile", 1, X).held(Tensor.of(new float[] {3}, 1), Tensor.of(new float[] {2}, 1)),
            new OneNode("Tile", 13).fed(X).held(longs(1, 1, 3)).gives(F)),
        same(
            node("Compress", 11, X, Tensor.of(new boolean[] {true, false, true}, 3))
                .set("axis", 1L)),
        same(node("Compress", 9, X, Tensor.of(new boolean[] {false, true, true, false, true}, 5))));
  }

  @TestFactory
  Stream<DynamicTest> whatComesWithTheRun() {
    Tensor pads = longs(1, 0, 2, 0);
    return Stream.of(
        same(node("Pad", 18, X, pads).held(drawn(1).reshape()).fed(longs(2, 0))),
        same(node("Pad", 13, X, longs(0, 1, 2, 1, 0, 3)).set("mode", "edge")),
        same(node("Pad", 13, X, longs(0, 1, 2, 1, 0, 3)).set("mode", "reflect")),
        same(node("Pad", 19, X, longs(0, 1, 2, 1, 0, 3)).set("mode", "wrap")),
        same(node("CenterCropPad", 18, X, longs(5, 2)).ints("axes", 1, -1)),
        same(node("CenterCropPad", 18, X, longs(1, 6, 3))));
  }

  @TestFactory
  Stream<DynamicTest> constants() {
    return Stream.of(
        same(new OneNode("Constant", 13).set("value_float", 1.5f).gives(F)),
        same(new OneNode("Constant", 13).set("value_floats", new float[] {1, -2}).gives(F)),
        same(new OneNode("Constant", 13).set("value_int", 7L).gives(DType.INT64)),
        same(new OneNode("Constant", 13).ints("value_ints", 7, -8).gives(DType.INT64)),
        same(new OneNode("Constant", 1).set("value", X).gives(F), node("Identity", 13, X)),
        same(node("ConstantOfShape", 9, longs(2, 3))));
  }

  @TestFactory
  Stream<DynamicTest> normalizations() {
    Tensor image = drawn(2, 4, 3, 3);
    Tensor four = drawn(4);
    Tensor[] statistics = {four, drawn(4), four, counted(F, 1, 4, 4)};
    DType bool = DType.BOOL;
    return Stream.of(
        same(node("BatchNormalization", 7, image).held(statistics)),
        same(node("BatchNormalization", 9, image).held(statistics).set("epsilon", 0.01f)),
        same(node("BatchNormalization", 15, image).held(statistics)),
        same(node("GroupNormalization", 18, image).held(drawn(2), drawn(2)).set("num_groups", 2L)),
        same(node("GroupNormalization", 21, image).held(four, four).set("num_groups", 2L)),
        same(node("LayerNormalization", 17, image).held(drawn(3), drawn(3)).gives(F, F)),
        same(
            node("LayerNormalization", 17, image)
                .held(drawn(3, 3))
                .set("axis", -2L)
                .set("epsilon", 0.1f)
                .gives(F, F)),
        same(node("MeanVarianceNormalization", 9, image)),
        same(node("MeanVarianceNormalization", 13, image).ints("axes", 1, 2)),
        // ONNX Runtime's kernel of opset 10 says false of what is kept, later ones say true.
        same(node("Dropout", 10, X).gives(bool), node("Dropout", 12, X).gives(bool)),
        same(node("Dropout", 12, X).held(Tensor.scalar(F, 0.5)).gives(bool)),
        same(node("Dropout", 7, X)));
  }

  @Test
  void losses() throws Exception {
    Tensor scores = drawn(3, 4, 2);
    Tensor classes = counted(DType.INT64, 0, 3, 3, 2);
    Tensor weights = Tensor.of(new float[] {0.5f, 1, 2, 0.25f}, 4);
    for (String reduction : List.of("mean", "sum", "none")) {
      for (String loss : List.of("NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss")) {
        for (Tensor[] operands : new Tensor[][] {{scores, classes}, {scores, classes, weights}}) {
          SameAsOnnxRuntime.check(node(loss, 13, operands).set("reduction", reduction));
          SameAsOnnxRuntime.check(
              node(loss, 12, operands).set("reduction", reduction).set("ignore_index", 2L));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HannWindow", "HammingWindow", "BlackmanWindow"})
  void windows(String opType) throws Exception {
    Tensor size = Tensor.scalar(DType.INT64, 7L);
    SameAsOnnxRuntime.check(node(opType, 17, size));
    SameAsOnnxRuntime.check(node(opType, 17, size).set("periodic", 0L));
  }
}
