package dev.tenon.importers.onnx.upgrade;

import static dev.tenon.testing.OneNode.counted;
import static dev.tenon.testing.OneNode.drawn;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.OneNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Quantised operators in plain arithmetic give the whole numbers that ONNX Runtime gives. */
final class QuantizedNodesTest {
  private static final DType U8 = DType.UINT8;
  private static final DType I8 = DType.INT8;
  private static final DType F = DType.FLOAT32;
  private static final String MS = "com.microsoft:";

  private static Tensor scale(double value) {
    return Tensor.scalar(F, value);
  }

  private static Tensor zero(DType type, int value) {
    return Tensor.scalar(type, (long) value);
  }

  private static DynamicTest same(OneNode node) {
    return DynamicTest.dynamicTest(node.toString(), () -> SameAsOnnxRuntime.check(node));
  }

  @TestFactory
  Stream<DynamicTest> linear() {
    Tensor x = drawn(3, 4);
    Tensor bytes = counted(U8, 0, 255, 3, 4);
    Tensor scales = Tensor.of(new float[] {0.5f, 0.25f, 2}, 3);
    Tensor zeros = counted(U8, 100, 140, 3);
    return Stream.of(
        same(new OneNode("QuantizeLinear", 10).fed(x).held(scale(0.02), zero(U8, 120)).gives(U8)),
        same(new OneNode("QuantizeLinear", 10).fed(x).held(scale(0.02)).gives(U8)),
        same(
            new OneNode("QuantizeLinear", 13)
                .fed(x)
                .held(scales, counted(I8, -3, 3, 3))
                .set("axis", 0L)
                .gives(I8)),
        same(new OneNode("DequantizeLinear", 10).fed(bytes).held(scale(0.5), zero(U8, 7)).gives(F)),
        same(
            new OneNode("DequantizeLinear", 13)
                .fed(bytes)
                .held(scales, zeros)
                .set("axis", -2L)
                .gives(F)),
        same(
            new OneNode("DequantizeLinear", 21)
                .fed(bytes)
                .held(drawn(3, 2), counted(U8, 100, 140, 3, 2))
                .set("block_size", 2L)
                .gives(F)),
        same(new OneNode("DynamicQuantizeLinear", 11).fed(x).gives(U8, F, U8)),
        same(new OneNode("DynamicQuantizeLinear", 11).fed(Tensor.zeros(F, 2, 3)).gives(U8, F, U8)));
  }

  @TestFactory
  Stream<DynamicTest> products() {
    Tensor x = counted(U8, 0, 255, 3, 4);
    Tensor w = counted(I8, -127, 127, 4, 5);
    Tensor image = counted(U8, 0, 255, 1, 2, 5, 5);
    Tensor kernel = counted(I8, -127, 127, 3, 2, 3, 3);
    OneNode conv =
        new OneNode("QLinearConv", 10)
            .fed(image)
            .held(scale(0.02), zero(U8, 9), kernel)
            .held(Tensor.of(new float[] {0.02f, 0.01f, 0.03f}, 3), counted(I8, 0, 0, 3))
            .held(scale(0.7), zero(U8, 128), counted(DType.INT32, -900, 900, 3))
            .ints("strides", 2, 1)
            .gives(U8);
    return Stream.of(
        same(new OneNode("MatMulInteger", 10).fed(x, w).gives(DType.INT32)),
        same(
            new OneNode("MatMulInteger", 10)
                .fed(x)
                .held(w, zero(U8, 128), counted(I8, -2, 2, 5))
                .gives(DType.INT32)),
        same(
            new OneNode("QLinearMatMul", 10)
                .fed(x)
                .held(scale(0.02), zero(U8, 128), w, scale(0.01), zero(I8, 3))
                .held(scale(0.05), zero(U8, 100))
                .gives(U8)),
        same(new OneNode("ConvInteger", 10).fed(image, kernel.cast(U8)).gives(DType.INT32)),
        same(
            new OneNode("ConvInteger", 10)
                .fed(image)
                .held(kernel.cast(U8), zero(U8, 128), zero(U8, 3))
                .ints("pads", 1, 0, 1, 2)
                .gives(DType.INT32)),
        same(conv),
        same(
            new OneNode(MS + "QGemm", 17)
                .fed(x)
                .held(scale(0.02), zero(U8, 128), w, scale(0.01), zero(I8, 0))
                .held(counted(DType.INT32, -90, 90, 5), scale(0.05), zero(U8, 100))
                .gives(U8)));
  }

  private static OneNode binary(String opType) {
    return new OneNode(MS + opType, 17)
        .fed(counted(U8, 0, 255, 3, 4))
        .held(scale(0.02), zero(U8, 128))
        .fed(counted(U8, 3, 200, 3, 4))
        .held(scale(0.03), zero(U8, 10), scale(0.1), zero(U8, 60))
        .gives(U8);
  }

  private static OneNode unary(String opType, Tensor x) {
    return new OneNode(MS + opType, 17)
        .fed(x)
        .held(scale(0.05), zero(U8, 128), scale(0.02), zero(U8, 100))
        .gives(U8);
  }

  @TestFactory
  Stream<DynamicTest> ofOnnxRuntimesOwn() {
    Tensor x = counted(U8, 0, 255, 3, 4);
    Tensor image = counted(U8, 0, 255, 1, 2, 4, 4);
    OneNode concat =
        new OneNode(MS + "QLinearConcat", 17)
            .held(scale(0.05), zero(U8, 120))
            .fed(x)
            .held(scale(0.04), zero(U8, 128))
            .fed(counted(U8, 0, 200, 2, 4))
            .held(scale(0.03), zero(U8, 7))
            .set("axis", 0L)
            .gives(U8);
    return Stream.of(
        same(binary("QLinearAdd")),
        same(binary("QLinearMul")),
        same(unary("QLinearSigmoid", x)),
        same(unary("QLinearLeakyRelu", x).set("alpha", 0.1f)),
        same(unary("QLinearGlobalAveragePool", image)),
        same(unary("QLinearAveragePool", image).ints("kernel_shape", 2, 2)),
        same(
            new OneNode(MS + "DequantizeLinear", 17).fed(x).held(scale(0.5), zero(U8, 7)).gives(F)),
        same(
            new OneNode(MS + "QuantizeLinear", 17)
                .fed(drawn(3, 4))
                .held(scale(0.02), zero(U8, 120))
                .gives(U8)),
        same(concat));
  }
}
