package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.tensor.DType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Which opset let an operator take a type that it did not take from its beginning, or from opset 13
 * on; a test compares the list with ONNX's schemas.
 *
 * <p>A file in which an operator has values of a type that came later is one that no reader takes.
 * The types of less than 16 bits are not here: see {@link Opsets#first(DType)}.
 */
final class TypeVersions {
  private static final Map<String, Map<DType, Integer>> ALL = list();

  private TypeVersions() {}

  /** Returns the first opset whose operator takes a type as its first operand or result. */
  static int first(String opType, DType type) {
    return ALL.getOrDefault(opType, Map.of()).getOrDefault(type, OnnxOptions.OLDEST_OPSET);
  }

  /**
   * Says whether an opset's operator does not take a real type, and means the same in float32 with
   * casts around it.
   */
  static boolean needsCast(Operator operator, DType type, int opset) {
    boolean ownType =
        (operator instanceof HasSubgraphs nesting && !nesting.bodies().isEmpty())
            || operator instanceof StatelessRandom
            || operator instanceof Generation.EyeLike;
    return !ownType && first(operator.opType(), type) > opset;
  }

  private static Map<String, Map<DType, Integer>> list() {
    Map<String, Map<DType, Integer>> all = new HashMap<>();
    for (DType type : new DType[] {DType.INT8, DType.INT16, DType.UINT8, DType.UINT16}) {
      add(all, 14, type, "Add", "Div", "Mul", "Sub");
    }
    for (DType type : new DType[] {DType.INT8, DType.INT16, DType.INT32, DType.INT64}) {
      add(all, 14, type, "Relu");
    }
    add(all, 14, DType.FLOAT16, "CumSum");
    add(all, 14, DType.BFLOAT16, "BatchNormalization", "CumSum");
    add(
        all,
        16,
        DType.BFLOAT16,
        "GreaterOrEqual",
        "If",
        "LeakyRelu",
        "LessOrEqual",
        "Loop",
        "PRelu",
        "Scan",
        "Where");
    add(all, 19, DType.STRING, "Equal");
    add(all, 19, DType.FLOAT16, "DequantizeLinear", "QuantizeLinear");
    add(all, 19, DType.BFLOAT16, "DequantizeLinear", "QuantizeLinear");
    add(all, 20, DType.BOOL, "ReduceMax", "ReduceMin");
    add(all, 20, DType.FLOAT16, "IsInf");
    add(all, 20, DType.BFLOAT16, "ConstantOfShape", "IsInf");
    add(all, 21, DType.INT16, "DequantizeLinear", "QuantizeLinear");
    add(all, 21, DType.UINT16, "DequantizeLinear", "QuantizeLinear");
    add(
        all,
        22,
        DType.BFLOAT16,
        "Acos",
        "Acosh",
        "Asin",
        "Asinh",
        "Atan",
        "Atanh",
        "AveragePool",
        "Bernoulli",
        "Conv",
        "ConvTranspose",
        "Cos",
        "Cosh",
        "DeformConv",
        "Det",
        "Elu",
        "EyeLike",
        "GRU",
        "GlobalAveragePool",
        "GlobalLpPool",
        "GlobalMaxPool",
        "GridSample",
        "HardSigmoid",
        "HardSwish",
        "InstanceNormalization",
        "LSTM",
        "LpNormalization",
        "LpPool",
        "MaxPool",
        "MaxRoiPool",
        "MaxUnpool",
        "Mish",
        "Multinomial",
        "NegativeLogLikelihoodLoss",
        "RNN",
        "RandomNormal",
        "RandomNormalLike",
        "RandomUniform",
        "RandomUniformLike",
        "RoiAlign",
        "Round",
        "Selu",
        "Sin",
        "Sinh",
        "Softplus",
        "Softsign",
        "Tan",
        "ThresholdedRelu");
    add(all, 24, DType.BFLOAT16, "SplitToSequence", "TopK");
    return all;
  }

  private static void add(
      Map<String, Map<DType, Integer>> all, int opset, DType type, String... opTypes) {
    for (String opType : opTypes) {
      all.computeIfAbsent(opType, name -> new EnumMap<>(DType.class)).put(type, opset);
    }
  }
}
