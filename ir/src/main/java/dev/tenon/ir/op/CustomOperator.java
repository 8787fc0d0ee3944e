package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators unknown to Tenon, which are kept unchanged. */
public sealed interface CustomOperator extends OperatorFamily {

  /** An operator of any domain that only ONNX Runtime can run. */
  @NotInOnnx
  record Opaque(String domain, String operator, Map<String, Object> attributes, int outputs)
      implements CustomOperator {
    public Opaque {
      // In the order of the file, so that a file written again is the same from every process.
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    @Override
    public String opType() {
      return operator;
    }

    @Override
    public List<TensorType> infer(Inference in) {
      List<TensorType> types = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        types.add(new TensorType(DType.FLOAT32, Shape.unknownRank()));
      }
      return types;
    }
  }
}
